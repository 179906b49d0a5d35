// Every method, as somebody who looks for what he may not know calls it, and all that he hears.
#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/services/all/way_of_a_report.h"
#include "workflow/base/digest.h"

namespace gongkai::all {

// What is asked about.
struct Target {
  std::string report;  // its id
  std::string sha256;  // of one of its contents; empty: none is named
  std::string file = "表.csv";
  std::string etag;  // one that is not the report's keeps a change from taking place
};

struct Probe {
  std::string method;
  std::vector<std::string> requests;  // serialized; more than one for streams only
  // Returns whether a message is the last of what is there, of a stream that says so and goes on.
  std::function<bool(const std::string&)> is_last = {};
};

namespace probes {

namespace wf = workflow::v1;

template <class Message, class Fill>
Probe Make(std::string_view service, std::string_view method, const Fill& fill) {
  Message message;
  fill(message);
  return {.method = "/gongkai." + std::string(service) + "/" + std::string(method),
          .requests = {message.SerializeAsString()}};
}

// A stream of changes from the beginning, which says when all that is there has come.
template <class Request, class Response, class Fill>
Probe MakeWatch(std::string_view service, std::string_view method, const Fill& fill) {
  Probe probe = Make<Request>(service, method, [&](Request& request) {
    request.set_from_position(0);
    fill(request);
  });
  probe.is_last = [](const std::string& bytes) {
    Response response;
    return response.ParseFromString(bytes) && !response.has_position();
  };
  return probe;
}

inline constexpr char kWorkflow[] = "workflow.v1.WorkflowService";
inline constexpr char kAudit[] = "audit.v1.AuditService";
inline constexpr char kIntake[] = "intake.v1.IntakeService";
inline constexpr char kReview[] = "review.v1.ReviewService";
inline constexpr char kPublish[] = "publish.v1.PublishService";

inline void FillCommand(const Target& target, wf::Command& command) {
  command.set_name("reports/" + target.report);
  command.set_action(wf::WITHDRAW);
  command.set_etag(target.etag);
  command.set_comment("x");
}

inline void AddOfWorkflow(const Target& target, std::vector<Probe>& out) {
  const auto named = [&](auto& m) { m.set_name("reports/" + target.report); };
  const auto command = [&](auto& m) { FillCommand(target, *m.mutable_command()); };
  out.push_back(Make<wf::ApplyActionRequest>(kWorkflow, "ApplyAction", command));
  out.push_back(Make<wf::CheckActionRequest>(kWorkflow, "CheckAction", command));
  out.push_back(Make<wf::RecordRefusalRequest>(kWorkflow, "RecordRefusal", command));
  out.push_back(Make<wf::GetRecordRequest>(kWorkflow, "GetRecord", named));
  out.push_back(Make<wf::ListActionsRequest>(kWorkflow, "ListActions", named));
  out.push_back(Make<wf::ExplainPermissionRequest>(kWorkflow, "ExplainPermission", [&](auto& m) {
    named(m);
    m.set_action(wf::PUBLISH);
  }));
  out.push_back(Make<wf::ExplainDeadlineRequest>(kWorkflow, "ExplainDeadline", named));
  out.push_back(Make<wf::ListReportEventsRequest>(
      kWorkflow, "ListReportEvents", [&](auto& m) { m.set_parent("reports/" + target.report); }));
  out.push_back(Make<wf::BatchGetRecordsRequest>(
      kWorkflow, "BatchGetRecords", [&](auto& m) { m.add_names("reports/" + target.report); }));
}

inline void AddOfAudit(const Target& target, std::vector<Probe>& out) {
  out.push_back(Make<audit::v1::ListEntriesRequest>(kAudit, "ListEntries", [&](auto& m) {
    m.set_filter("report = \"reports/" + target.report + "\"");
    m.set_view(audit::v1::ENTRY_VIEW_FULL);
  }));
}

// Reading contents, of the digest that the target names.
inline void AddContentsOf(const Target& target, std::vector<Probe>& out) {
  const auto content = [&](auto& m) {
    m.set_name("reports/" + target.report);
    m.set_content_sha256(target.sha256);
  };
  out.push_back(Make<intake::v1::GetReportRequest>(kIntake, "GetReport", content));
  out.push_back(Make<intake::v1::GetContentRequest>(kIntake, "GetContent", content));
  out.push_back(Make<intake::v1::CheckReportRequest>(kIntake, "CheckReport", content));
  out.push_back(Make<intake::v1::ListFindingsRequest>(kIntake, "ListFindings", content));
  out.push_back(
      Make<intake::v1::DownloadAttachmentRequest>(kIntake, "DownloadAttachment", [&](auto& m) {
        m.set_name("reports/" + target.report + "/attachments/" + target.file);
        m.set_content_sha256(target.sha256);
      }));
  out.push_back(Make<intake::v1::DownloadContentRequest>(kIntake, "DownloadContent", content));
  out.push_back(
      Make<intake::v1::BatchGetHeadingsRequest>(kIntake, "BatchGetHeadings", [&](auto& m) {
        if (!target.sha256.empty()) m.add_content_sha256s(target.sha256);
      }));
  out.push_back(Make<publish::v1::DownloadPublicationAttachmentRequest>(
      kPublish, "DownloadPublicationAttachment", [&](auto& m) {
        m.set_name("publications/" + target.report + "/attachments/" + target.file);
      }));
}

inline void AddOfIntake(const Target& target, std::vector<Probe>& out) {
  const std::string name = "reports/" + target.report;
  AddContentsOf(target, out);
  out.push_back(Make<intake::v1::BatchGetReportsRequest>(kIntake, "BatchGetReports",
                                                         [&](auto& m) { m.add_names(name); }));
  out.push_back(Make<intake::v1::UpdateReportRequest>(kIntake, "UpdateReport", [&](auto& m) {
    m.mutable_report()->set_name(name);
    m.mutable_report()->set_etag(target.etag);
    m.mutable_report()->set_body("x");
  }));
  out.push_back(Make<intake::v1::SubmitReportRequest>(kIntake, "SubmitReport", [&](auto& m) {
    m.set_name(name);
    m.set_etag(target.etag);
  }));
  out.push_back(Make<intake::v1::WithdrawReportRequest>(kIntake, "WithdrawReport", [&](auto& m) {
    m.set_name(name);
    m.set_reason("x");
    m.set_etag(target.etag);
  }));
  out.push_back(
      Make<intake::v1::DeleteAttachmentRequest>(kIntake, "DeleteAttachment", [&](auto& m) {
        m.set_name(name + "/attachments/" + target.file);
        m.set_etag(target.etag);
      }));
  out.push_back(
      Make<intake::v1::UploadAttachmentRequest>(kIntake, "UploadAttachment", [&](auto& m) {
        intake::v1::UploadStart& start = *m.mutable_start();
        start.set_report(name);
        start.set_file_name("x");
        start.set_mime_type("text/plain");
        start.set_size_bytes(1);
        start.set_sha256(base::Sha256("x").ToHex());
        start.set_etag(target.etag);
      }));
  // A correction of it.
  out.push_back(Make<intake::v1::CreateReportRequest>(kIntake, "CreateReport", [&](auto& m) {
    m.set_report_id("fix-" + target.report);
    m.mutable_report()->set_corrects(name);
  }));
}

inline void AddOfReview(const Target& target, review::v1::Stage stage, std::vector<Probe>& out) {
  const auto named = [&](auto& m) { m.set_name(TaskOf("reports/" + target.report, stage)); };
  const auto change = [&](auto& m) {
    named(m);
    m.set_etag(target.etag);
  };
  out.push_back(Make<review::v1::GetTaskRequest>(kReview, "GetTask", named));
  out.push_back(Make<review::v1::ClaimTaskRequest>(kReview, "ClaimTask", change));
  out.push_back(Make<review::v1::ReleaseTaskRequest>(kReview, "ReleaseTask", change));
  out.push_back(Make<review::v1::TakeOverTaskRequest>(kReview, "TakeOverTask", [&](auto& m) {
    change(m);
    m.set_reason("x");
  }));
  out.push_back(
      Make<review::v1::AdjudicateFindingsRequest>(kReview, "AdjudicateFindings", [&](auto& m) {
        change(m);
        m.set_name("reports/" + target.report + "/tasks/secrecy");
        m.set_content_sha256(target.sha256.empty() ? std::string(64, 'a') : target.sha256);
        m.set_findings_sha256(std::string(64, 'b'));
        m.set_first_finding(1);
        m.set_verdict(wf::FALSE_ALARM);
        m.set_reason("x");
      }));
  out.push_back(Make<review::v1::ApproveTaskRequest>(kReview, "ApproveTask", [&](auto& m) {
    review::v1::Task task;
    named(task);
    task.set_content_sha256(target.sha256.empty() ? std::string(64, 'a') : target.sha256);
    task.set_stage(stage);
    task.set_disclosure(wf::ACTIVE);
    task.set_questions_version(form::kQuestionsVersion);
    for (const form::Question* question :
         form::QuestionsOf(*review::InfoOf(stage).questions, form::Kind::kAnnualReport)) {
      task.add_questions()->set_id(std::string(question->id));
    }
    m = ApprovalOf(task);
    m.set_etag(target.etag);
  }));
  out.push_back(Make<review::v1::ReturnTaskRequest>(kReview, "ReturnTask", [&](auto& m) {
    change(m);
    m.set_reason("x");
  }));
  out.push_back(Make<review::v1::ReferTaskRequest>(kReview, "ReferTask", [&](auto& m) {
    change(m);
    m.set_authority("x");
    m.set_question("x");
  }));
  out.push_back(Make<review::v1::ResolveTaskRequest>(kReview, "ResolveTask", [&](auto& m) {
    change(m);
    m.set_answer("x");
  }));
  out.push_back(Make<review::v1::WithholdTaskRequest>(kReview, "WithholdTask", [&](auto& m) {
    change(m);
    m.set_ground(wf::STATE_SECRET);
    m.set_reason("x");
  }));
}

inline void AddPurgesOf(const Target& target, std::vector<Probe>& out) {
  const auto purge = [&](auto& m) {
    m.set_name("reports/" + target.report);
    m.add_sha256(target.sha256.empty() ? std::string(64, 'a') : target.sha256);
    m.set_reason("x");
    m.set_etag(target.etag);
  };
  out.push_back(Make<review::v1::ProposePurgeRequest>(kReview, "ProposePurge", purge));
  out.push_back(Make<review::v1::ConfirmPurgeRequest>(kReview, "ConfirmPurge", [&](auto& m) {
    purge(m);
    m.set_proposal(1);
  }));
}

// The methods of the heads and of the signatory, and the sheet.
inline void AddOpinionsOf(const Target& target, std::vector<Probe>& out) {
  const auto given = [&](auto& m, review::v1::Stage stage) {
    m.set_name(TaskOf("reports/" + target.report, stage));
    m.set_content_sha256(target.sha256.empty() ? std::string(64, 'a') : target.sha256);
    m.set_opinion("x");
    m.set_etag(target.etag);
  };
  out.push_back(Make<review::v1::EndorseTaskRequest>(
      kReview, "EndorseTask", [&](auto& m) { given(m, review::v1::ENDORSEMENT); }));
  out.push_back(Make<review::v1::SignTaskRequest>(kReview, "SignTask", [&](auto& m) {
    given(m, review::v1::SIGNATURE);
    m.mutable_decision()->set_attribute(wf::ACTIVE);
  }));
  for (const review::v1::Stage stage : {review::v1::ENDORSEMENT, review::v1::SIGNATURE}) {
    out.push_back(Make<review::v1::GetTaskRequest>(kReview, "GetTask", [&](auto& m) {
      m.set_name(TaskOf("reports/" + target.report, stage));
    }));
  }
  out.push_back(Make<review::v1::GetReviewSheetRequest>(
      kReview, "GetReviewSheet", [&](auto& m) { m.set_name("reports/" + target.report); }));
}

inline void AddOfPublish(const Target& target, std::vector<Probe>& out) {
  const auto publication = [&](auto& m) { m.set_name("publications/" + target.report); };
  const auto change = [&](auto& m) {
    m.set_name("reports/" + target.report);
    m.set_etag(target.etag);
  };
  const auto with_reason = [&](auto& m) {
    change(m);
    m.set_reason("x");
  };
  out.push_back(Make<publish::v1::GetPublicationRequest>(kPublish, "GetPublication", publication));
  out.push_back(Make<publish::v1::GetPublicationContentRequest>(kPublish, "GetPublicationContent",
                                                                publication));
  out.push_back(Make<publish::v1::PublishReportRequest>(kPublish, "PublishReport", change));
  out.push_back(Make<publish::v1::RetractReportRequest>(kPublish, "RetractReport", with_reason));
  out.push_back(Make<publish::v1::ReportLeakRequest>(kPublish, "ReportLeak", with_reason));
  out.push_back(Make<publish::v1::ReturnReportRequest>(kPublish, "ReturnReport", with_reason));
  out.push_back(Make<publish::v1::FileReportRequest>(kPublish, "FileReport", change));
  out.push_back(Make<publish::v1::ReassessReportRequest>(kPublish, "ReassessReport", with_reason));
}

}  // namespace probes

// Every method that is asked about one report.
inline std::vector<Probe> ProbesOf(const Target& target) {
  std::vector<Probe> out;
  probes::AddOfWorkflow(target, out);
  probes::AddOfAudit(target, out);
  probes::AddOfIntake(target, out);
  probes::AddOfReview(target, review::v1::LEGAL, out);
  probes::AddOfReview(target, review::v1::SECRECY, out);
  probes::AddOpinionsOf(target, out);
  probes::AddPurgesOf(target, out);
  probes::AddOfPublish(target, out);
  return out;
}

// Every method that is asked about no report in particular.
inline std::vector<Probe> ProbesOfAll() {
  using namespace probes;
  std::vector<Probe> out;
  const auto all = [](auto& m) { m.set_page_size(1000); };
  const auto nothing = [](auto&) {};
  out.push_back(Make<wf::ListStuckReportsRequest>(kWorkflow, "ListStuckReports", all));
  for (const char* order : {"create_time desc", "state_time", "due_time"}) {
    out.push_back(Make<wf::ListRecordsRequest>(kWorkflow, "ListRecords", [&](auto& m) {
      all(m);
      m.set_order_by(order);
    }));
  }
  out.push_back(MakeWatch<wf::WatchChangesRequest, wf::WatchChangesResponse>(
      kWorkflow, "WatchChanges", [](auto& m) { m.set_with_progress(true); }));
  out.push_back(MakeWatch<intake::v1::WatchReportsRequest, intake::v1::WatchReportsResponse>(
      kIntake, "WatchReports", nothing));
  out.push_back(MakeWatch<review::v1::WatchTasksRequest, review::v1::WatchTasksResponse>(
      kReview, "WatchTasks", nothing));
  out.push_back(Make<audit::v1::ListEntriesRequest>(kAudit, "ListEntries", all));
  out.push_back(Make<audit::v1::TailEntriesRequest>(kAudit, "TailEntries", nothing));
  out.push_back(Make<audit::v1::GetTreeHeadRequest>(kAudit, "GetTreeHead", nothing));
  out.push_back(Make<audit::v1::GetEntryRequest>(kAudit, "GetEntry",
                                                 [](auto& m) { m.set_name("entries/0"); }));
  out.push_back(Make<audit::v1::GetInclusionProofRequest>(
      kAudit, "GetInclusionProof", [](auto& m) { m.set_name("entries/0"); }));
  out.push_back(Make<audit::v1::GetPolicyRequest>(kAudit, "GetPolicy",
                                                  [](auto& m) { m.set_entry("entries/0"); }));
  out.push_back(Make<audit::v1::ExplainRolesRequest>(
      kAudit, "ExplainRoles", [](auto& m) { m.set_identity("user/zhang-wei"); }));
  out.push_back(Make<audit::v1::GetConsistencyProofRequest>(
      kAudit, "GetConsistencyProof", [](auto& m) { m.set_first_tree_size(1); }));
  // Filters ask about what is not shown, too.
  for (const char* filter : {"", "state = DRAFT", "creator = \"user/zhang-wei\"",
                             "state_time > \"2020-01-01T00:00:00Z\""}) {
    const auto filtered = [&](auto& m) {
      all(m);
      m.set_filter(filter);
    };
    out.push_back(Make<intake::v1::ListReportsRequest>(kIntake, "ListReports", filtered));
    out.push_back(
        Make<publish::v1::ListPublicationsRequest>(kPublish, "ListPublications", filtered));
    out.push_back(Make<publish::v1::ListUnpublishedReportsRequest>(
        kPublish, "ListUnpublishedReports", filtered));
    out.push_back(
        Make<publish::v1::CheckPublicationsRequest>(kPublish, "CheckPublications", filtered));
    for (const auto stage :
         {review::v1::ENDORSEMENT, review::v1::LEGAL, review::v1::SECRECY, review::v1::SIGNATURE}) {
      out.push_back(Make<review::v1::ListTasksRequest>(kReview, "ListTasks", [&](auto& m) {
        filtered(m);
        m.set_stage(stage);
      }));
    }
  }
  out.push_back(
      Make<publish::v1::WatchPublicationsRequest>(kPublish, "WatchPublications", nothing));
  return out;
}

// All that came back.
struct Heard {
  grpc::Status status;
  std::string bytes;  // every message, one after the other
};

// Calls the method; a stream that does not end is left after the last of what is there, if the
// probe knows it, or else when `enough` holds of what has come.
inline Heard Ask(const std::shared_ptr<grpc::Channel>& channel, const Probe& probe,
                 const std::function<bool(const std::string&)>& enough = {}) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(&context, probe.method, &queue);
  call->StartCall(nullptr);
  bool open = wait();
  for (const std::string& request : probe.requests) {
    if (!open) break;
    const grpc::Slice slice(request);
    call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    open = wait();
  }
  if (open) {
    call->WritesDone(nullptr);
    (void)wait();
  }
  Heard heard;
  for (grpc::ByteBuffer answer;;) {
    call->Read(&answer, nullptr);
    if (!wait()) break;
    std::vector<grpc::Slice> slices;
    EXPECT_TRUE(answer.Dump(&slices).ok());
    std::string message;
    for (const grpc::Slice& slice : slices) {
      message.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    heard.bytes += message;
    const bool last = probe.is_last ? probe.is_last(message) : enough && enough(heard.bytes);
    if (last) context.TryCancel();
  }
  call->Finish(&heard.status, nullptr);
  (void)wait();
  return heard;
}

}  // namespace gongkai::all
