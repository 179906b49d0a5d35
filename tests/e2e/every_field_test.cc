// Promise 7: nothing enters the log that cannot be decoded, listed, proved and started from again.
// Every field of every command takes values from the whole range of its type. GONGKAI_SEED chooses
// others, GONGKAI_ROUNDS more of them.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/any_value.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/readable_log.h"
#include "tests/e2e/sound_commands.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"

namespace gongkai::e2e {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Messages = std::vector<std::unique_ptr<Message>>;

// What was sent, to send it again.
struct Sent {
  const SoundCommand* command;
  std::string via;  // what is said of the services that the call had passed before; empty: nothing
  std::vector<std::string> bytes;
  std::string answer;
};

class EveryFieldTest : public ClusterTest<EveryFieldTest> {
 protected:
  static void SetUpTestSuite() {
    ClusterTest::SetUpTestSuite();
    // Writing what is not UTF-8 is meant here, and no news.
    google::protobuf::SetLogHandler(nullptr);
  }

  Answer Send(const Sent& sent) {
    const SoundCommand& command = *sent.command;
    auto context = SpeaksFor(command) ? ContextFor(command.person) : Context();
    if (!sent.via.empty()) context->AddMetadata("gongkai-via", sent.via);
    Answer answer =
        Exchange(*cluster_, command.who, command.method, sent.bytes, std::move(context));
    return answer;
  }

  static std::unique_ptr<Message> Read(const Sent& sent, const std::string& bytes) {
    std::unique_ptr<Message> message = NewAnswerOf(sent.command->method);
    EXPECT_TRUE(message->ParseFromString(bytes));
    return message;
  }

  static void Clear(Message& message, const std::vector<const char*>& fields) {
    for (const char* name : fields) {
      if (const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name)) {
        message.GetReflection()->ClearField(&message, field);
      }
    }
  }

  // Whether a task or a publication came without its heading, as where intake takes long.
  static bool LacksHeading(const Message& message) {
    const Descriptor* type = message.GetDescriptor();
    return (type == review::v1::Task::descriptor() ||
            type == publish::v1::Publication::descriptor()) &&
           !Find(message, "content_problem").empty();
  }

  static bool SpeaksFor(const SoundCommand& command) { return *command.person != '\0'; }

  // A field of this name in the message, or in the one part of it that holds a command.
  static std::string Find(const Message& message, const std::string& name) {
    const Descriptor* type = message.GetDescriptor();
    if (const FieldDescriptor* field = type->FindFieldByName(name)) {
      return message.GetReflection()->GetString(message, field);
    }
    for (const char* part : {"command", "start"}) {
      if (const FieldDescriptor* field = type->FindFieldByName(part)) {
        return Find(message.GetReflection()->GetMessage(message, field), name);
      }
    }
    return "";
  }

  static bool OnlyValidates(const Message& message) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("validate_only");
    return field != nullptr && message.GetReflection()->GetBool(message, field);
  }

  void ExpectShown(const audit::v1::Entry& entry) {
    if (entry.subject() == "policy") return;
    if (entry.action() == workflow::v1::PURGE) return;  // there is nothing to show any more
    intake::v1::GetReportRequest request;
    request.set_name(entry.subject());
    intake::v1::Report report;
    const grpc::Status status = cluster_->As<intake::v1::IntakeService>(kDrafter)->GetReport(
        Context().get(), request, &report);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(report.content_problem(), "");
  }

  // The same again answers the same and changes nothing.
  void ExpectReplayed(const Sent& sent, TraceCheck& trace) {
    const Answer again = Send(sent);
    EXPECT_TRUE(again.status.ok()) << again.status.error_message();
    const auto first = Read(sent, sent.answer);
    const auto second = Read(sent, again.bytes);
    Clear(*second, {"replayed"});
    if (LacksHeading(*first) || LacksHeading(*second)) {
      for (Message* message : {first.get(), second.get()}) {
        Clear(*message, {"title", "document_number", "issuing_department", "content_problem"});
      }
    }
    EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
    EXPECT_EQ(trace.News().size(), 0U);
  }

  // Sends what may be refused. The report that it was accepted for; empty: it was refused.
  std::string Try(const SoundCommand& command, std::string report, const Messages& messages,
                  const std::string& via = "") {
    Sent sent{.command = &command, .via = via};
    for (const auto& message : messages) sent.bytes.push_back(message->SerializePartialAsString());
    TraceCheck trace(*cluster_, report);
    Answer answer = Send(sent);
    if (!answer.status.ok() || OnlyValidates(*messages.front())) {
      EXPECT_EQ(trace.AtMostDenied(), "") << answer.status.error_message();
      EXPECT_NE(ReasonOf(answer.status), "INTERNAL") << answer.status.error_message();
      return "";
    }
    sent.answer = std::move(answer.bytes);
    for (const audit::v1::Entry& entry : trace.News()) {
      report = entry.subject();
      // Of what intake's key says without intake, intake has no content.
      if (!SpeaksFor(command)) ExpectShown(entry);
    }
    // A refusal may be recorded again.
    if (command.method != "RecordRefusal" && !Find(*messages.front(), "request_id").empty()) {
      ExpectReplayed(sent, trace);
      accepted_.push_back(std::move(sent));
    }
    return report;
  }

  // Brings a draft as far as it comes, to the public at best.
  void CarryOn(std::string report) {
    for (const char* name :
         {"SubmitReport", "ApproveTask", "ApplyAction APPROVE_SECRECY", "PublishReport"}) {
      if (report.empty()) return;
      SCOPED_TRACE(name);
      const SoundCommand& command = *std::ranges::find(SoundCommands(), name, &SoundCommand::Name);
      report = Try(command, report, requests_.Make(command, report));
    }
  }

  // One request of the command with other values of these fields of one of its messages.
  void TryWith(const SoundCommand& command, std::size_t part,
               const std::vector<FieldPath>& changed) {
    // What could be a way through services, or not.
    static const std::vector<std::string> kVias{
        "review", "intake,review", ",", "x", "Review", "a,b,c,d", std::string(1000, 'v'), "\"'%"};
    const std::string report = requests_.ReportAt(command.stand);
    const Messages messages = requests_.Make(command, report);
    std::string changes;
    for (const FieldPath& path : changed) {
      any_.Put(*messages[part], path);
      changes += ToString(path) + " ";
    }
    SCOPED_TRACE(changes + messages[part]->ShortDebugString().substr(0, 2000));
    ++tried_;
    const bool with_via = SpeaksFor(command) && any_.OnceIn(16);
    try {
      const std::string accepted =
          Try(command, report, messages, with_via ? any_.OneOf(kVias) : "");
      if (accepted.empty()) return;
      requests_.GiveUp(command.stand);
      const bool drafted = command.stand == Stand::kNew || command.method == "UpdateReport" ||
                           command.method == "UploadAttachment";
      if (drafted && !SpeaksFor(command) && any_.OnceIn(2)) CarryOn(accepted);
    } catch (const std::exception& failure) {
      ADD_FAILURE() << failure.what();  // here, where the traces tell what was sent
    }
  }

  static std::uint64_t ChosenSeed() {
    constexpr std::uint64_t kSeed = 20'261'127;
    const std::uint64_t seed = fault::FromEnvironment("GONGKAI_SEED", kSeed);
    std::cout << "GONGKAI_SEED=" << seed << std::endl;
    return seed;
  }

  AnyValue any_{ChosenSeed()};
  Requests requests_{*cluster_};
  std::vector<Sent> accepted_;
  int tried_ = 0;
};

TEST_F(EveryFieldTest, EveryCommandHasASoundRequest) {
  std::set<std::string> known;
  for (const SoundCommand& command : SoundCommands()) known.insert(command.Name());
  for (const char* name :
       {"gongkai.intake.v1.IntakeService", "gongkai.review.v1.ReviewService",
        "gongkai.publish.v1.PublishService", "gongkai.workflow.v1.WorkflowService"}) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string& method = service->method(i)->name();
      if (method == "ApplyAction" || IsRead(method)) continue;
      EXPECT_TRUE(known.contains(method)) << method;
    }
  }
  const std::set<std::string> never{"ACTION_UNSPECIFIED", "SUPERSEDE", "DENIED",  "REVOKE",
                                    "SET_POLICY",         "DUE_SOON",  "OVERDUE", "RESCHEDULE"};
  const auto* actions = workflow::v1::Action_descriptor();
  for (int i = 0; i < actions->value_count(); ++i) {
    const std::string& action = actions->value(i)->name();
    EXPECT_EQ(known.contains("ApplyAction " + action), !never.contains(action)) << action;
  }
}

TEST_F(EveryFieldTest, WhatIsAcceptedCanBeRead) {
  const std::uint64_t rounds = fault::FromEnvironment("GONGKAI_ROUNDS", 2);
  for (const SoundCommand& command : SoundCommands()) {
    SCOPED_TRACE(command.Name());
    const std::string report = requests_.ReportAt(command.stand);
    const Messages sound = requests_.Make(command, report);
    EXPECT_NE(Try(command, report, sound), "");
    requests_.GiveUp(command.stand);
    for (std::size_t part = 0; part < sound.size(); ++part) {
      const std::vector<FieldPath> paths = EveryField(sound[part]->GetDescriptor());
      for (std::uint64_t i = 0; i < rounds * paths.size(); ++i) {
        std::vector<FieldPath> changed{paths[i % paths.size()]};
        if (any_.OnceIn(8)) changed.push_back(any_.OneOf(paths));
        TryWith(command, part, changed);
        ASSERT_FALSE(HasFailure());
      }
    }
  }
  std::cout << tried_ << " tried, " << accepted_.size() << " accepted" << std::endl;

  const std::size_t entries = ReadWholeLog(*cluster_).size();
  ExpectSoundAfterKill(*cluster_);
  TraceCheck trace(*cluster_, "reports/none");
  for (const Sent& sent : accepted_) {
    SCOPED_TRACE(sent.command->Name());
    ExpectReplayed(sent, trace);
  }
  EXPECT_EQ(ReadWholeLog(*cluster_).size(), entries);
  EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
  EXPECT_EQ(fault::ReadSoundLog(cluster_->Data(Service::kWorkflow)).size(), entries);
}

}  // namespace
}  // namespace gongkai::e2e
