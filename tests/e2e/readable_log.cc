#include "tests/e2e/readable_log.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/support/eventually.h"
#include "workflow/merkle/proof.h"
#include "workflow/merkle/tree.h"

namespace gongkai::e2e {
namespace {

using audit::v1::AuditService;
using audit::v1::Entry;
using workflow::v1::WorkflowService;

constexpr int kPage = 97;  // entries are on pages of other sizes elsewhere

void Require(const grpc::Status& status, const std::string& what) {
  if (!status.ok()) throw std::runtime_error(what + ": " + status.error_message());
}

std::vector<Entry> ListAll(AuditService::Stub& audit, std::string& root) {
  audit::v1::ListEntriesRequest request;
  request.set_page_size(kPage);
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  std::vector<Entry> log;
  do {
    audit::v1::ListEntriesResponse response;
    Require(audit.ListEntries(Context().get(), request, &response), "list entries");
    log.insert(log.end(), response.entries().begin(), response.entries().end());
    root = response.tree_head().root_hash();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return log;
}

void ExpectGot(AuditService::Stub& audit, const Entry& listed) {
  audit::v1::GetEntryRequest request;
  request.set_name(listed.name());
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  Entry entry;
  Require(audit.GetEntry(Context().get(), request, &entry), "get " + listed.name());
  EXPECT_EQ(entry.SerializeAsString(), listed.SerializeAsString());
  EXPECT_EQ(entry.hash(), merkle::ToHex(merkle::LeafHash(entry.leaf()))) << entry.name();
}

void ExpectProved(AuditService::Stub& audit, const Entry& entry, std::uint64_t size,
                  const merkle::Hash& root) {
  audit::v1::GetInclusionProofRequest request;
  request.set_name(entry.name());
  request.set_tree_size(static_cast<std::int64_t>(size));
  audit::v1::InclusionProof proof;
  Require(audit.GetInclusionProof(Context().get(), request, &proof), "prove " + entry.name());
  std::vector<merkle::Hash> hashes;
  for (const std::string& hash : proof.hashes()) hashes.push_back(merkle::FromHex(hash).value());
  EXPECT_TRUE(merkle::VerifyInclusion(merkle::LeafHash(entry.leaf()),
                                      static_cast<std::uint64_t>(entry.position()), size, hashes,
                                      root))
      << entry.name();
}

void ExpectTailed(AuditService::Stub& audit, const std::vector<Entry>& log) {
  const auto context = Context();
  audit::v1::TailEntriesRequest request;
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  const auto tail = audit.TailEntries(context.get(), request);
  audit::v1::TailEntriesResponse response;
  for (const Entry& entry : log) {
    if (!tail->Read(&response)) break;
    EXPECT_EQ(response.entry().SerializeAsString(), entry.SerializeAsString()) << entry.name();
  }
  EXPECT_EQ(response.entry().name(), log.back().name());
  context->TryCancel();
  (void)tail->Finish();
}

void ExpectWatched(Cluster& cluster, const std::vector<Entry>& log) {
  const auto context = Context();
  const auto stub = cluster.As<WorkflowService>(kAuditor);
  const auto watch = stub->WatchChanges(context.get(), {});
  for (const Entry& entry : log) {
    if (entry.action() == workflow::v1::DENIED || entry.subject() == "policy") continue;
    workflow::v1::WatchChangesResponse change;
    if (!watch->Read(&change)) throw std::runtime_error("no change for " + entry.name());
    EXPECT_EQ(change.position(), entry.position());
    EXPECT_EQ(change.report(), entry.subject());
    EXPECT_EQ(change.action(), entry.action());
    EXPECT_EQ(change.to_state(), entry.to_state());
    EXPECT_EQ(change.content_sha256(), entry.content_sha256());
  }
  context->TryCancel();
  (void)watch->Finish();
}

std::set<std::string> ListRecords(Cluster& cluster) {
  const auto stub = cluster.As<WorkflowService>(kAuditor);
  workflow::v1::ListRecordsRequest request;
  request.set_page_size(kPage);
  std::set<std::string> names;
  do {
    workflow::v1::ListRecordsResponse response;
    Require(stub->ListRecords(Context().get(), request, &response), "list records");
    for (const auto& record : response.records()) names.insert(record.name());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

std::set<std::string> ListReports(Cluster& cluster) {
  const auto stub = cluster.As<intake::v1::IntakeService>(kDrafter);
  intake::v1::ListReportsRequest request;
  request.set_page_size(kPage);
  std::set<std::string> names;
  do {
    intake::v1::ListReportsResponse response;
    Require(stub->ListReports(Context().get(), request, &response), "list reports");
    for (const auto& report : response.reports()) names.insert(report.name());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

void ExpectListed(Cluster& cluster, const std::vector<Entry>& log) {
  const std::set<std::string> records = ListRecords(cluster);
  const std::set<std::string> reports = ListReports(cluster);
  for (const Entry& entry : log) {
    if (entry.action() != workflow::v1::CREATE) continue;
    EXPECT_TRUE(records.contains(entry.subject())) << entry.subject();
    if (entry.actor() == kDrafter) {
      EXPECT_TRUE(reports.contains(entry.subject())) << entry.subject();
    }
  }
}

}  // namespace

std::vector<Entry> ReadWholeLog(Cluster& cluster) {
  const auto audit = cluster.As<AuditService>(kAuditor);
  std::string root;
  std::vector<Entry> log = ListAll(*audit, root);
  merkle::Frontier frontier;
  for (const Entry& entry : log) {
    EXPECT_EQ(entry.position(), static_cast<std::int64_t>(frontier.size()));
    frontier.Append(merkle::LeafHash(entry.leaf()), [](merkle::NodeId, const merkle::Hash&) {});
  }
  EXPECT_EQ(merkle::ToHex(frontier.Root()), root);
  for (const Entry& entry : log) {
    ExpectGot(*audit, entry);
    ExpectProved(*audit, entry, frontier.size(), frontier.Root());
  }
  ExpectTailed(*audit, log);
  ExpectWatched(cluster, log);
  ExpectListed(cluster, log);
  return log;
}

void ExpectSoundAfterKill(Cluster& cluster) {
  cluster.Kill(Service::kWorkflow);
  std::filesystem::remove(cluster.Log(Service::kWorkflow));
  cluster.Start(Service::kWorkflow);
  for (const Service service : kServices) cluster.WaitUntilServing(service);
  EXPECT_TRUE(support::Eventually([&] {
    return ReadFile(cluster.Log(Service::kWorkflow)).find("the whole log is sound") !=
           std::string::npos;
  })) << ReadFile(cluster.Log(Service::kWorkflow));
}

}  // namespace gongkai::e2e
