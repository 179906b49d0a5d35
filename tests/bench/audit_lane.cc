#include "tests/bench/audit_lane.h"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <utility>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "tests/bench/ids.h"
#include "workflow/merkle/proof.h"

namespace gongkai::bench {
namespace {

namespace audit = gongkai::audit::v1;

constexpr int kPageSize = 50;
constexpr int kVerifyOneIn = 64;

class AuditLane : public Lane {
 public:
  AuditLane(const std::shared_ptr<grpc::Channel>& channel, const AuditSubject& subject,
            std::uint64_t seed)
      : stub_(channel), subject_(subject), ids_(seed) {}

 protected:
  std::int64_t RandomPosition() { return static_cast<std::int64_t>(ids_.Below(subject_.size)); }
  const std::string& RandomReport() {
    return subject_.reports[ids_.Below(subject_.reports.size())];
  }

  audit::AuditService::Stub stub_;
  const AuditSubject& subject_;
  Ids ids_;
  std::optional<grpc::ClientContext> context_;
};

class ListLane final : public AuditLane {
 public:
  using AuditLane::AuditLane;

  void Start(Done done) override {
    const std::string& report = RandomReport();
    request_.set_filter(fmt::format("report = \"{}\"", report));
    request_.set_page_size(kPageSize);
    context_.emplace();
    stub_.async()->ListEntries(
        &*context_, &request_, &response_,
        [this, &report, done = std::move(done)](const grpc::Status& status) {
          if (!status.ok()) return done(ComplaintOf(status));
          const bool good = response_.entries_size() > 0 &&
                            response_.entries(0).action() == workflow::v1::CREATE &&
                            response_.entries().rbegin()->subject() == report;
          done(good ? "" : "not a report's entries: " + response_.ShortDebugString());
        });
  }

 private:
  audit::ListEntriesRequest request_;
  audit::ListEntriesResponse response_;
};

class EntryLane final : public AuditLane {
 public:
  using AuditLane::AuditLane;

  void Start(Done done) override {
    const std::int64_t position = RandomPosition();
    request_.set_name(fmt::format("entries/{}", position));
    context_.emplace();
    stub_.async()->GetEntry(
        &*context_, &request_, &response_,
        [this, position, done = std::move(done)](const grpc::Status& status) {
          if (!status.ok()) return done(ComplaintOf(status));
          done(response_.position() == position ? "" : "another entry than was asked for");
        });
  }

 private:
  audit::GetEntryRequest request_;
  audit::Entry response_;
};

class ProofLane final : public AuditLane {
 public:
  using AuditLane::AuditLane;

  void Start(Done done) override {
    const std::int64_t position = RandomPosition();
    request_.set_name(fmt::format("entries/{}", position));
    context_.emplace();
    stub_.async()->GetInclusionProof(
        &*context_, &request_, &response_,
        [this, position, done = std::move(done)](const grpc::Status& status) {
          if (!status.ok()) return done(ComplaintOf(status));
          if (response_.position() != position) return done("another entry than was asked for");
          done(ids_.Below(kVerifyOneIn) != 0 || Holds() ? "" : "the proof does not hold");
        });
  }

 private:
  bool Holds() const {
    std::vector<merkle::Hash> proof;
    for (const std::string& hex : response_.hashes()) {
      const auto hash = merkle::FromHex(hex);
      if (!hash) return false;
      proof.push_back(*hash);
    }
    const auto root = merkle::FromHex(response_.tree_head().root_hash());
    return root &&
           merkle::VerifyInclusion(
               merkle::LeafHash(response_.leaf()), static_cast<std::uint64_t>(response_.position()),
               static_cast<std::uint64_t>(response_.tree_head().tree_size()), proof, *root);
  }

  audit::GetInclusionProofRequest request_;
  audit::InclusionProof response_;
};

}  // namespace

AuditSubject FindSubject(const Channels& channels, int reports) {
  audit::AuditService::Stub stub(channels.front());
  grpc::ClientContext context;
  audit::TreeHead head;
  grpc::Status status = stub.GetTreeHead(&context, {}, &head);
  AuditSubject subject{.size = static_cast<std::uint64_t>(head.tree_size())};
  Ids ids(1);
  while (status.ok() && subject.reports.size() < static_cast<std::size_t>(reports)) {
    grpc::ClientContext entry_context;
    audit::GetEntryRequest request;
    audit::Entry entry;
    request.set_name(fmt::format("entries/{}", ids.Below(subject.size)));
    status = stub.GetEntry(&entry_context, request, &entry);
    if (entry.subject() != "policy") subject.reports.push_back(entry.subject());
  }
  if (!status.ok()) throw std::runtime_error("audit: " + ComplaintOf(status));
  return subject;
}

Lanes MakeAuditLanes(const Channels& channels, AuditRead read, const AuditSubject& subject,
                     int count) {
  Lanes lanes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const auto& channel = channels[i % channels.size()];
    switch (read) {
      case AuditRead::kList:
        lanes.push_back(std::make_unique<ListLane>(channel, subject, i));
        break;
      case AuditRead::kEntry:
        lanes.push_back(std::make_unique<EntryLane>(channel, subject, i));
        break;
      case AuditRead::kProof:
        lanes.push_back(std::make_unique<ProofLane>(channel, subject, i));
        break;
    }
  }
  return lanes;
}

}  // namespace gongkai::bench
