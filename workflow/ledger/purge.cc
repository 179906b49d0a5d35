#include "workflow/ledger/purge.h"

#include <algorithm>
#include <string>
#include <variant>

#include "workflow/error/errors.h"
#include "workflow/ledger/authorship.h"
#include "workflow/machine/table.h"

namespace gongkai::ledger {
namespace {

using machine::Action;

Status CheckBytes(const Record& record, const Actor& actor, const Purge& purge,
                  const PurgeFacts& facts) {
  if (purge.bytes.empty()) {
    return errors::InvalidField(
        "sha256", {"Required: the digests of what is meant.", "必须填写所指内容的摘要。"});
  }
  if (std::ranges::adjacent_find(purge.bytes, std::ranges::greater_equal()) != purge.bytes.end()) {
    return errors::InvalidField("sha256",
                                {"Must be ascending, none twice.", "必须升序，且不得重复。"});
  }
  for (std::size_t i = 0; i < purge.bytes.size(); ++i) {
    if (std::ranges::find(facts.brought, purge.bytes[i]) == facts.brought.end()) {
      return errors::InvalidField(
          "sha256[" + std::to_string(i) + "]",
          {"Must be of bytes that the report has or had.", "必须是该报告现有或者曾有内容的摘要。"});
    }
    if (IsOneOf(facts.authors[i], actor)) {
      return errors::OwnReport(record.id.Name(), actor.id.text());
    }
  }
  if (facts.in_use) {
    return errors::PurgeNotPossible(
        record.id.Name(),
        {"this report, or another, has it now, and is public or under way. Take it back, withdraw "
         "it, or change it first.",
         "该报告或者别的报告现在还在使用该内容，且已公开或者正在办理，请先撤下、撤回或者修改。"});
  }
  return {};
}

// Tests whether the entry, which another person made, proposes the same.
Status CheckProposal(const Record& record, const Actor& actor, const Purge& purge,
                     const PurgeFacts& facts, base::Time now, const Revocations* revocations) {
  const auto refuse = [&](base::BilingualView why) {
    return errors::PurgeNotPossible(record.id.Name(), why);
  };
  const auto& proposal = facts.proposal;
  if (!proposal || proposal->action != Action::kProposePurge ||
      proposal->subject != ReportSubject(record.id)) {
    return refuse({"the entry that is named proposes nothing about the report.",
                   "所指条目不是对该报告的销毁提请。"});
  }
  const auto detail = ReadDetail(proposal->action, proposal->detail);
  if (std::get<Purge>(*detail).bytes != purge.bytes) {
    return refuse({"other bytes are proposed.", "提请销毁的是别的内容。"});
  }
  if (now >= proposal->time + kProposalStands) {
    return refuse({"the proposal is older than 30 days.", "该提请已超过30天。"});
  }
  if (actor.SharesWorkWith(proposal->actor) || actor.SharesWorkWith(proposal->on_behalf_of)) {
    return errors::SameReviewer(record.id.Name());
  }
  const auto counts = [&](const base::ActorId& id) {
    return std::ranges::find(record.contributors, id) == record.contributors.end() &&
           (revocations == nullptr || !revocations->IsRevoked(id, proposal->time)) &&
           std::ranges::none_of(facts.authors, [&](const std::vector<base::ActorId>& authors) {
             return std::ranges::find(authors, id) != authors.end();
           });
  };
  if (!counts(proposal->actor) || !counts(proposal->on_behalf_of)) {
    return refuse({"the proposal does not count: its author is revoked, or wrote a part of it.",
                   "该提请不算数：提请人已被撤销资格，或者撰写过其中的内容。"});
  }
  return {};
}

}  // namespace

Status CheckPurge(const Record& record, const Command& command, const PurgeFacts& facts,
                  base::Time now, const Revocations* revocations) {
  const auto& purge = std::get<Purge>(command.facts);
  const Actor actor = command.actor.In(machine::Find(record.state, command.action)->role);
  if (Status ok = CheckBytes(record, actor, purge, facts); !ok) return ok;
  if (command.action == Action::kProposePurge) {
    return purge.proposal
               ? errors::InvalidField("proposal", {"Only with PURGE.", "只在 PURGE 时填写。"})
               : Status();
  }
  return CheckProposal(record, actor, purge, facts, now, revocations);
}

}  // namespace gongkai::ledger
