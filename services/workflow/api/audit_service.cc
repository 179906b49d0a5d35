#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/policies.h"
#include "services/workflow/api/reading.h"
#include "services/workflow/api/service_context.h"
#include "services/workflow/api/stream_page.h"
#include "workflow/base/entry_index.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/proofs.h"

namespace gongkai::workflow {
namespace {

using request::FieldCheck;

FieldCheck CheckView(audit::v1::EntryView view) {
  return FieldCheck().Enum("view", view, audit::v1::EntryView_IsValid,
                           request::Presence::kOptional);
}

void ToProto(const merkle::TreeHead& head, audit::v1::TreeHead& out) {
  out.set_tree_size(static_cast<std::int64_t>(head.size));
  out.set_root_hash(merkle::ToHex(head.root));
}

class AuditService final : public audit::v1::AuditService::CallbackService {
 public:
  explicit AuditService(const ServiceContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context,
                                        const audit::v1::ListEntriesRequest* request,
                                        audit::v1::ListEntriesResponse* response) override {
    return Read(
        context, "/gongkai.audit.v1.AuditService/ListEntries",
        [=, this](const rpc::Call& call) { return List(call, *request, *response); },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* GetEntry(grpc::CallbackServerContext* context,
                                     const audit::v1::GetEntryRequest* request,
                                     audit::v1::Entry* response) override {
    return Read(context, "/gongkai.audit.v1.AuditService/GetEntry",
                [=, this](const rpc::Call&) -> Status {
                  if (Status ok = CheckView(request->view()).Done(); !ok) return ok;
                  const Result<ledger::Sealed> sealed = Find(request->name());
                  if (!sealed) return sealed.error();
                  workflow::ToProto(*sealed, request->view(), *response);
                  NamePolicies(context_.log, {response});
                  return {};
                });
  }

  grpc::ServerWriteReactor<audit::v1::TailEntriesResponse>* TailEntries(
      grpc::CallbackServerContext* context, const audit::v1::TailEntriesRequest* request) override {
    const audit::v1::EntryView view = request->view();
    const std::uint64_t from = request->from_position() == -1
                                   ? context_.log_size.value()
                                   : static_cast<std::uint64_t>(request->from_position());
    return rpc::Follow<audit::v1::TailEntriesResponse>(
        context_.gate, context_.streams, context_.log_size, *context,
        "/gongkai.audit.v1.AuditService/TailEntries", from,
        [this, view](const rpc::Call&, std::uint64_t position,
                     std::size_t limit) -> Result<rpc::Page<audit::v1::TailEntriesResponse>> {
          if (Status ok = CheckView(view).Done(); !ok) return ok.error();
          return ReadEntries(position, limit, view);
        });
  }

  grpc::ServerUnaryReactor* GetPolicy(grpc::CallbackServerContext* context,
                                      const audit::v1::GetPolicyRequest* request,
                                      audit::v1::Policy* response) override {
    return Read(
        context, "/gongkai.audit.v1.AuditService/GetPolicy",
        [=, this](const rpc::Call&) {
          return workflow::GetPolicy(context_.log, *request, *response);
        },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* ExplainRoles(grpc::CallbackServerContext* context,
                                         const audit::v1::ExplainRolesRequest* request,
                                         audit::v1::RolesExplanation* response) override {
    return Read(
        context, "/gongkai.audit.v1.AuditService/ExplainRoles",
        [=, this](const rpc::Call&) {
          return workflow::ExplainRoles(context_.log, policies_, *request, *response);
        },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* GetTreeHead(grpc::CallbackServerContext* context,
                                        const audit::v1::GetTreeHeadRequest*,
                                        audit::v1::TreeHead* response) override {
    return Read(context, "/gongkai.audit.v1.AuditService/GetTreeHead",
                [=, this](const rpc::Call&) -> Status {
                  const Result<merkle::TreeHead> head = ledger::HeadAt(context_.log, 0);
                  if (!head) return head.error();
                  ToProto(*head, *response);
                  return {};
                });
  }

  grpc::ServerUnaryReactor* GetInclusionProof(grpc::CallbackServerContext* context,
                                              const audit::v1::GetInclusionProofRequest* request,
                                              audit::v1::InclusionProof* response) override {
    return Read(context, "/gongkai.audit.v1.AuditService/GetInclusionProof",
                [=, this](const rpc::Call&) { return Prove(*request, *response); });
  }

  grpc::ServerUnaryReactor* GetConsistencyProof(
      grpc::CallbackServerContext* context, const audit::v1::GetConsistencyProofRequest* request,
      audit::v1::ConsistencyProof* response) override {
    return Read(context, "/gongkai.audit.v1.AuditService/GetConsistencyProof",
                [=, this](const rpc::Call&) { return Prove(*request, *response); });
  }

 private:
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method,
                                 rpc::Gate::Work work, runtime::Cost cost = runtime::Cost::kSmall) {
    return context_.gate.Unary(
        context, method,
        [work = std::move(work)](const rpc::Call& call) {
          return MapStoreErrors([&] { return work(call); });
        },
        cost);
  }

  Result<rpc::Page<audit::v1::TailEntriesResponse>> ReadEntries(std::uint64_t position,
                                                                std::size_t limit,
                                                                audit::v1::EntryView view) {
    return MapStoreErrors([&]() -> Result<rpc::Page<audit::v1::TailEntriesResponse>> {
      auto page = ReadPage<audit::v1::TailEntriesResponse>(
          context_, position, limit, [view](const ledger::Sealed& sealed, auto& items) {
            workflow::ToProto(sealed, view, *items.emplace_back().mutable_entry());
          });
      if (!page) return page;
      std::vector<audit::v1::Entry*> entries;
      for (auto& item : page->items) entries.push_back(item.mutable_entry());
      NamePolicies(context_.log, entries);
      return page;
    });
  }

  Result<ledger::Sealed> Find(const std::string& name) {
    const std::optional<base::EntryIndex> position = base::ParseEntryName(name);
    if (!position) {
      return errors::InvalidField("name", {"Must be entries/{position}, such as entries/42.",
                                           "必须是 entries/{position}，例如 entries/42。"});
    }
    std::optional<ledger::Sealed> sealed = context_.log.FindEntry(*position);
    if (!sealed) return errors::EntryNotFound(name);
    return *std::move(sealed);
  }

  Status List(const rpc::Call& call, const audit::v1::ListEntriesRequest& request,
              audit::v1::ListEntriesResponse& response) {
    const std::string& order = request.order_by();
    Status ok =
        CheckView(request.view())
            .PageSize(request.page_size())
            .Require(order.empty() || order == "position" || order == "position desc", "order_by",
                     {"Must be `position` or `position desc`.",
                      "必须是 `position` 或 `position desc`。"})
            .Done();
    if (!ok) return ok;
    std::size_t bytes = 0;
    const auto take = [&](const ledger::Sealed& sealed) {
      return request::AddFitting(bytes, *response.mutable_entries(), [&](audit::v1::Entry& out) {
        workflow::ToProto(sealed, request.view(), out);
      });
    };
    const ledger::EntryQuery query{.filter = request.filter(),
                                   .descending = order == "position desc",
                                   .page_size = request.page_size(),
                                   .page_token = request.page_token()};
    const Result<ledger::EntryPage> page =
        context_.log.ListEntries(query, take, QueryDeadline(call));
    if (!page) return page.error();
    NamePolicies(context_.log, {response.mutable_entries()->pointer_begin(),
                                response.mutable_entries()->pointer_end()});
    response.set_next_page_token(page->next_page_token);
    if (page->tree_size == 0) return {};
    const Result<merkle::TreeHead> head = ledger::HeadAt(context_.log, page->tree_size);
    if (!head) return head.error();
    ToProto(*head, *response.mutable_tree_head());
    return {};
  }

  Status Prove(const audit::v1::GetInclusionProofRequest& request,
               audit::v1::InclusionProof& response) {
    const Result<ledger::Sealed> sealed = Find(request.name());
    if (!sealed) return sealed.error();
    if (request.tree_size() < 0) {
      return errors::InvalidField("tree_size", {"Must not be negative.", "不得为负数。"});
    }
    const Result<ledger::Inclusion> inclusion =
        ledger::ProveInclusion(context_.log, sealed->entry.index, sealed->hash,
                               static_cast<std::uint64_t>(request.tree_size()));
    if (!inclusion) return inclusion.error();
    response.set_position(static_cast<std::int64_t>(sealed->entry.index));
    response.set_entry_hash(merkle::ToHex(sealed->hash));
    ToProto(inclusion->head, *response.mutable_tree_head());
    for (const merkle::Hash& hash : inclusion->proof) response.add_hashes(merkle::ToHex(hash));
    response.set_leaf(sealed->bytes);
    return {};
  }

  Status Prove(const audit::v1::GetConsistencyProofRequest& request,
               audit::v1::ConsistencyProof& response) {
    Status ok = FieldCheck(request)
                    .Require(request.first_tree_size() >= 1, "first_tree_size",
                             {"Must be at least 1: everything begins with the empty tree.",
                              "至少为 1：任何树都以空树开头。"})
                    .Require(request.second_tree_size() >= 0, "second_tree_size",
                             {"Must not be negative.", "不得为负数。"})
                    .Done();
    if (!ok) return ok;
    const Result<ledger::Consistency> consistency = ledger::ProveConsistency(
        context_.log, static_cast<std::uint64_t>(request.first_tree_size()),
        static_cast<std::uint64_t>(request.second_tree_size()));
    if (!consistency) return consistency.error();
    ToProto(consistency->first, *response.mutable_first());
    ToProto(consistency->second, *response.mutable_second());
    for (const merkle::Hash& hash : consistency->proof) response.add_hashes(merkle::ToHex(hash));
    return {};
  }

  const ServiceContext context_;
  ParsedPolicies policies_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAuditService(const ServiceContext& context) {
  return std::make_unique<AuditService>(context);
}

}  // namespace gongkai::workflow
