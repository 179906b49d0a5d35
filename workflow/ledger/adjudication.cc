#include "workflow/ledger/adjudication.h"

#include <algorithm>
#include <string>

#include "workflow/error/errors.h"
#include "workflow/ledger/leak_review.h"

namespace gongkai::ledger {
namespace {

using machine::Guard;

constexpr std::string_view kField = "leak_check";

Status Wrong(std::string_view part, base::BilingualView why) {
  return errors::InvalidField(std::string(kField) + std::string(part), why);
}

// Tests the check by itself.
Status CheckForm(const LeakCheck& check, const LeakReview& before) {
  if (check.rules_version == 0) {
    return Wrong(".rules_version", {"Required: the version of the rules.", "必须填写规则版本。"});
  }
  if (check.list == base::Digest()) {
    return Wrong(".findings_sha256",
                 {"Required: the digest of the list.", "必须填写发现清单的摘要。"});
  }
  if (check.findings > kMaxFindings) {
    return Wrong(".finding_count", {"Must be at most 10,000.", "不得超过 10,000。"});
  }
  std::uint32_t next = 1;
  for (const CarriedFindings& carried : check.carried) {
    const FindingRange& findings = carried.findings;
    const bool fits = findings.first >= next && findings.count >= 1 &&
                      findings.End() <= check.findings + 1 && carried.first_before >= 1 &&
                      carried.first_before + findings.count <= before.findings + 1;
    if (!fits) {
      return Wrong(".carried", {"Must be findings of both lists, ascending, each once.",
                                "必须是两份清单中都有的发现，按序排列，不得重复。"});
    }
    next = findings.End();
  }
  return {};
}

Status CheckVerdict(const Adjudication& adjudication) {
  const FindingRange& findings = adjudication.findings;
  if (findings.first < 1 || findings.count < 1 ||
      findings.End() > adjudication.check->findings + 1) {
    return errors::InvalidField("first_finding", {"Must be findings of the list, by their numbers.",
                                                  "必须是清单中的发现，以编号表示。"});
  }
  if (adjudication.verdict == Verdict::kNone) {
    return errors::InvalidField("verdict", {"Required: MASK, ALLOW or FALSE_ALARM.",
                                            "必须填写 MASK、ALLOW 或者 FALSE_ALARM。"});
  }
  if ((adjudication.verdict == Verdict::kAllow) != adjudication.names_ground) {
    return errors::InvalidField("ground", {"Required with ALLOW, and empty with any other verdict.",
                                           "认定为“依法公开”（ALLOW）时必须填写，其他不得填写。"});
  }
  return {};
}

Status CheckSettled(const Record& record, const LeakReview& review,
                    const Revocations* revocations) {
  const OpenFindings found = OpenOf(
      review, [&](const Adjudicated& verdict) { return Counts(record, verdict, revocations); });
  if (found.first == 0) return {};
  return errors::FindingsOpen(record.id.Name(), found.open, found.to_mask, found.first);
}

// Returns whether the report will be kept from the public as the command decides.
bool StaysRestricted(const Record& record, const Command& command) {
  const auto* answers = std::get_if<Answers>(&command.facts);
  const bool rules = answers != nullptr && answers->ruling.disclosure != Disclosure::kNone;
  return IsRestricted(rules ? answers->ruling.disclosure : record.disclosure);
}

}  // namespace

Status CheckAdjudication(const Record& record, const Command& command, machine::Guards guards,
                         const Revocations* revocations) {
  const LeakCheck* check = LeakCheckOf(command.facts);
  if (check == nullptr) {
    return guards.Has(Guard::kChecked)
               ? Wrong("", {"Required: the result of the leak check.", "必须填写泄露检查的结果。"})
               : Status();
  }
  if (Status ok = CheckForm(*check, record.leak_review); !ok) return ok;
  if (guards.Has(Guard::kVerdict)) {
    const auto* adjudication = std::get_if<Adjudication>(&command.facts);
    if (Status ok = CheckVerdict(*adjudication); !ok) return ok;
  }
  if (!guards.Has(Guard::kSettled) || StaysRestricted(record, command)) return {};
  return CheckSettled(record, WithCheck(record.leak_review, record.content, *check), revocations);
}

Status CheckSettled(const Record& record, const Revocations* revocations) {
  if (record.leak_review.content != record.content || IsRestricted(record.disclosure)) return {};
  return CheckSettled(record, record.leak_review, revocations);
}

bool Counts(const Record& record, const Adjudicated& verdict, const Revocations* revocations) {
  const auto is_author = [&record](const base::ActorId& id) {
    return std::ranges::binary_search(record.contributors, id);
  };
  const Adjudicator& by = verdict.by;
  if (is_author(by.reviewer) || is_author(by.on_behalf_of)) return false;
  return revocations == nullptr || (!revocations->IsRevoked(by.reviewer, by.time) &&
                                    !revocations->IsRevoked(by.on_behalf_of, by.time));
}

}  // namespace gongkai::ledger
