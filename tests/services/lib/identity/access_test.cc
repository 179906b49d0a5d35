#include "services/lib/identity/access.h"
#include "services/lib/catalog/services.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace gongkai::identity {
namespace {

using machine::Action;
using machine::Role;
using ::testing::UnorderedElementsAreArray;

machine::Actor User(machine::Roles roles) {
  return {.id = base::ActorId("user/wu"), .roles = roles};
}

machine::Actor Service(const std::string& name) {
  return {.id = base::ActorId::OfService(name), .service = name};
}

machine::Actor PassedOn(machine::Roles roles, const std::string& service) {
  machine::Actor caller = User(roles);
  caller.via = service;
  return caller;
}

// Every method of every service in a package of ours, as gRPC calls it.
std::vector<std::string> AllMethods() {
  std::vector<std::string> files;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<std::string> methods;
  for (const std::string& name : files) {
    if (!name.starts_with("gongkai/")) continue;
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    for (int s = 0; s < file->service_count(); ++s) {
      const auto* service = file->service(s);
      for (int m = 0; m < service->method_count(); ++m) {
        methods.push_back("/" + service->full_name() + "/" + service->method(m)->name());
      }
    }
  }
  return methods;
}

TEST(AccessTable, HasOneRowForEachMethodOfTheApi) {
  std::vector<std::string> rows;
  for (const MethodAccess& row : AccessTable()) rows.emplace_back(row.method);
  EXPECT_GE(rows.size(), 38U);
  EXPECT_THAT(rows, UnorderedElementsAreArray(AllMethods()));
}

TEST(AccessTable, AdmitsSomebodyToEachMethod) {
  for (const MethodAccess& row : AccessTable()) {
    EXPECT_TRUE(row.any_known || row.roles != machine::Roles()) << row.method;
  }
}

std::string Reason(const machine::Actor& caller, const std::string& method) {
  const Status status = CheckAccess(caller, method);
  return status ? "" : std::string(InfoOf(status.error().reason).name);
}

TEST(CheckAccess, LeavesActionsToTheLedgerWhoeverAppliesThem) {
  const std::string method = "/gongkai.workflow.v1.WorkflowService/ApplyAction";
  EXPECT_EQ(Reason(User({}), method), "") << "the ledger refuses, and records it";
  EXPECT_EQ(Reason(Service("publish"), method), "");
  EXPECT_EQ(Reason(PassedOn({}, "intake"), method), "");
}

TEST(CheckAccess, LetsEverybodyKnownAskWhereAReportStands) {
  for (const char* name : {"GetRecord", "BatchGetRecords", "ListRecords", "ListActions"}) {
    const std::string method = std::string("/gongkai.workflow.v1.WorkflowService/") + name;
    EXPECT_EQ(Reason(User({}), method), "");
    EXPECT_EQ(Reason(Service("review"), method), "ROLE_REQUIRED") << "it asks for people only";
  }
  EXPECT_EQ(Reason(PassedOn({}, "review"), "/gongkai.workflow.v1.WorkflowService/GetRecord"), "");
}

TEST(CheckAccess, LetsWhoeverHasARoleAndServicesWatchChanges) {
  const std::string method = "/gongkai.workflow.v1.WorkflowService/WatchChanges";
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    EXPECT_EQ(Reason(User(static_cast<Role>(i)), method), "") << i;
  }
  EXPECT_EQ(Reason(User({}), method), "ROLE_REQUIRED");
  EXPECT_EQ(Reason(Service("publish"), method), "");
  EXPECT_EQ(Reason(Service("review"), method), "ROLE_REQUIRED") << "it asks for people only";
  EXPECT_EQ(Reason(PassedOn(Role::kLegalReviewer, "review"), method), "");
  EXPECT_EQ(Reason(PassedOn(Role::kDrafter, "intake"), method), "");
  EXPECT_EQ(Reason(PassedOn({}, "intake"), method), "ROLE_REQUIRED");
  EXPECT_EQ(Reason(PassedOn(Role::kDrafter, "publish"), method), "ASSERTION_NOT_ALLOWED")
      << "a service must not lend its own right to whom it acts for";
  EXPECT_EQ(Reason(PassedOn(Role::kAuditor, "publish"), method), "ASSERTION_NOT_ALLOWED");
}

TEST(CheckAccess, LetsDraftersAndHeadsWatchReports) {
  const std::string method = "/gongkai.intake.v1.IntakeService/WatchReports";
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    const bool allowed = role == Role::kDrafter || role == Role::kHead;
    EXPECT_EQ(Reason(User(role), method), allowed ? "" : "ROLE_REQUIRED") << i;
  }
  EXPECT_EQ(Reason(User({}), method), "ROLE_REQUIRED");
  EXPECT_EQ(Reason(Service("intake"), method), "ROLE_REQUIRED");
}

TEST(CheckAccess, LetsOnlyAuditorsReadTheAuditLog) {
  for (const char* name :
       {"ListEntries", "GetEntry", "TailEntries", "GetTreeHead", "GetInclusionProof",
        "GetConsistencyProof", "GetPolicy", "ExplainRoles"}) {
    const std::string method = std::string("/gongkai.audit.v1.AuditService/") + name;
    EXPECT_EQ(Reason(User(Role::kAuditor), method), "");
    EXPECT_EQ(Reason(User(Role::kPublisher), method), "ROLE_REQUIRED");
    EXPECT_EQ(Reason(Service("workflow"), method), "ROLE_REQUIRED");
    EXPECT_EQ(Reason(PassedOn(Role::kAuditor, "review"), method), "ASSERTION_NOT_ALLOWED");
  }
}

TEST(CheckAccess, ShowsTasksToReviewersAndAuditors) {
  for (const char* name : {"ListTasks", "GetTask", "WatchTasks"}) {
    const std::string method = std::string("/gongkai.review.v1.ReviewService/") + name;
    EXPECT_EQ(Reason(User(Role::kLegalReviewer), method), "");
    EXPECT_EQ(Reason(User(Role::kSecrecyReviewer), method), "");
    EXPECT_EQ(Reason(User(Role::kAuditor), method), "");
    EXPECT_EQ(Reason(User(machine::Roles(Role::kDrafter) | Role::kPublisher), method),
              "ROLE_REQUIRED");
    EXPECT_EQ(Reason(Service("publish"), method), "ROLE_REQUIRED");
  }
}

TEST(CheckAccess, LeavesEveryChangeThroughAStageServiceToTheLedger) {
  for (const MethodAccess& row : AccessTable()) {
    const bool stage = row.method.find(".workflow.") == std::string_view::npos &&
                       row.method.find(".audit.") == std::string_view::npos;
    if (!stage || row.method.ends_with("/ListTasks") || row.method.ends_with("/GetTask")) continue;
    if (row.method.ends_with("/WatchTasks") || row.method.ends_with("/WatchReports")) continue;
    if (row.by_service_only || row.method.ends_with("/CheckPublications")) continue;
    EXPECT_EQ(Reason(User({}), std::string(row.method)), "") << row.method;
  }
}

TEST(CheckAccess, LetsPeopleReadContentsByTheStreamAndHeadingsThroughAServiceOnly) {
  for (const char* name : {"DownloadContent", "BatchGetHeadings"}) {
    const std::string method = std::string("/gongkai.intake.v1.IntakeService/") + name;
    EXPECT_EQ(Reason(PassedOn({}, "publish"), method), "");
    for (const machine::Roles roles :
         {machine::Roles(), machine::Roles(Role::kDrafter), machine::Roles(Role::kAuditor)}) {
      EXPECT_EQ(Reason(User(roles), method), "SERVICE_ONLY");
    }
    for (const char* service : {"intake", "workflow", "publish,intake", "review,publish"}) {
      EXPECT_EQ(Reason(PassedOn({}, service), method), "ASSERTION_NOT_ALLOWED") << service;
    }
    EXPECT_EQ(Reason(Service("publish"), method), "ROLE_REQUIRED") << "it asks for people only";
  }
  EXPECT_EQ(Reason(PassedOn({}, "review"), "/gongkai.intake.v1.IntakeService/BatchGetHeadings"),
            "");
  EXPECT_EQ(Reason(PassedOn({}, "review"), "/gongkai.intake.v1.IntakeService/DownloadContent"),
            "ASSERTION_NOT_ALLOWED");
}

TEST(CheckAccess, NamesTheRolesThatWouldDo) {
  const Status status =
      CheckAccess(User(Role::kDrafter), "/gongkai.audit.v1.AuditService/GetTreeHead");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "GetTreeHead needs the role AUDITOR, which user/wu does not hold.");
}

TEST(CheckAccess, LetsNoServiceDoForItselfWhatIsForPeople) {
  for (const MethodAccess& row : AccessTable()) {
    for (const std::string_view service : catalog::kNames) {
      const bool listed = std::ranges::find(row.services, service) != row.services.end();
      EXPECT_EQ(Reason(Service(std::string(service)), std::string(row.method)),
                listed ? "" : "ROLE_REQUIRED")
          << row.method << " by " << service;
    }
  }
}

TEST(CheckAccess, AsksNothingForHealthAndReflection) {
  EXPECT_EQ(Reason(User({}), "/grpc.health.v1.Health/Check"), "");
  EXPECT_EQ(Reason(User({}), "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"), "");
  EXPECT_EQ(Reason(User({}), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"), "");
}

TEST(CheckAccess, AdmitsNobodyToAMethodWithoutARow) {
  EXPECT_EQ(Reason(User(Role::kAuditor), "/gongkai.audit.v1.AuditService/DeleteEntry"), "INTERNAL");
  EXPECT_EQ(Reason(Service("intake"), "/grpc.channelz.v1.Channelz/GetServers"), "INTERNAL");
  EXPECT_EQ(Reason(Service("intake"), ""), "INTERNAL");
}

std::set<Action> Assertable(std::string_view service) {
  std::set<Action> actions;
  for (std::size_t i = 0; i < machine::kActionCount; ++i) {
    if (MayAssert(service, static_cast<Action>(i))) actions.insert(static_cast<Action>(i));
  }
  return actions;
}

TEST(MayAssert, GivesEachStageItsOwnActions) {
  using enum Action;
  EXPECT_EQ(Assertable("intake"), (std::set{kCreate, kEdit, kSubmit, kWithdraw}));
  EXPECT_EQ(Assertable("review"),
            (std::set{kClaim, kRelease, kEndorse, kApproveLegal, kApproveSecrecy, kSign, kReturn,
                      kRefer, kResolve, kWithhold, kTakeOver, kAdjudicate, kProposePurge, kPurge}));
  EXPECT_EQ(Assertable("publish"),
            (std::set{kPublish, kRetract, kReportLeak, kReturn, kFile, kReassess}));
}

TEST(MayAssert, GivesNothingToAnybodyElse) {
  for (const char* service : {"workflow", "", "service/review", "Review", "cli"}) {
    EXPECT_EQ(Assertable(service), std::set<Action>()) << service;
  }
}

}  // namespace
}  // namespace gongkai::identity
