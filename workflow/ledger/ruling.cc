#include "workflow/ledger/ruling.h"

#include <algorithm>

#include "workflow/error/errors.h"

namespace gongkai::ledger {
namespace {

using machine::Guard;

// Returns the decision on the attribute that the detail holds, or null.
const Ruling* RulingOf(const Detail& facts) {
  if (const auto* answers = std::get_if<Answers>(&facts)) return &answers->ruling;
  if (const auto* signature = std::get_if<Signature>(&facts)) return &signature->ruling;
  return nullptr;
}

}  // namespace

Status CheckRuling(const Command& command, machine::Guards guards) {
  const Ruling* ruling = RulingOf(command.facts);
  const Disclosure decided = ruling == nullptr ? Disclosure::kNone : ruling->disclosure;
  if (guards.Has(Guard::kDecision) && decided == Disclosure::kNone) {
    return errors::InvalidField("decision.attribute", {"Required: the final disclosure attribute.",
                                                       "必须填写最终的公开属性。"});
  }
  if (ruling == nullptr) return {};
  if ((decided == Disclosure::kNotDisclosed) != ruling->names_ground) {
    return errors::InvalidField(
        "decision.ground", {"Required with NOT_DISCLOSED, and empty with any other attribute.",
                            "公开属性为“不予公开”（NOT_DISCLOSED）时必须填写，其他属性不得填写。"});
  }
  return {};
}

Status CheckChange(const Record& record, const Command& command) {
  const Ruling* ruling = RulingOf(command.facts);
  const bool changes = ruling != nullptr && ruling->disclosure != Disclosure::kNone &&
                       ruling->disclosure != record.disclosure;
  if (!changes) return {};
  if (ruling->reason.empty()) {
    return errors::InvalidField("decision.reason",
                                {"Required: why the attribute is another one than before.",
                                 "所定公开属性与此前不同的，必须填写理由。"});
  }
  // While the attribute is restricted, a secrecy approval says that the report is kept back.
  const bool exempt =
      IsRestricted(record.disclosure) &&
      std::ranges::count(record.approvals, machine::Action::kApproveSecrecy, &Approval::action) > 0;
  if (exempt && IsActive(ruling->disclosure)) {
    return errors::ApprovedAsRestricted(record.id.Name(), ToString(record.disclosure));
  }
  return {};
}

}  // namespace gongkai::ledger
