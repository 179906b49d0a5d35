#include "services/workflow/api/detail_fields.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "services/lib/catalog/limits.h"
#include "services/lib/rpc/opinion_fields.h"

namespace gongkai::workflow {
namespace {

using request::FieldCheck;
using request::Presence;

constexpr base::BilingualView kTermsAreSet("Must be empty: the ledger sets the terms.",
                                           "不得填写：期限由台账确定。");

constexpr int kMaxParts = limits::kAttachments + 1;  // and the body

// `detail` is a CreateDetail or an EditDetail.
template <class Detail>
void CheckParts(const Detail& detail, const std::string& path, FieldCheck& check) {
  const std::string parts = path + ".part_sha256";
  check.AtMost(parts, detail.part_sha256_size(), kMaxParts);
  for (const std::string& part : detail.part_sha256()) check.Digest(parts, part);
  const std::string issuers = path + ".co_issuing_departments";
  check.AtMost(issuers, detail.co_issuing_departments_size(), limits::kCoIssuers);
  for (const std::string& department : detail.co_issuing_departments()) {
    check.Line(issuers, department, limits::kCoIssuer);
  }
}

void CheckWarnings(const v1::SubmitDetail& submit, FieldCheck& check) {
  check.AtMost("command.submit.warnings", submit.warnings_size(), limits::kWarnings);
  for (const std::string& rule : submit.warnings()) {
    const bool is_name = std::ranges::all_of(
        rule, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
    check.Line("command.submit.warnings", rule, limits::kRuleName)
        .Require(is_name, "command.submit.warnings",
                 {"Must have only A-Z, 0-9 and _.", "只能含有 A-Z、0-9 和 _。"});
  }
}

void CheckLeakCheck(const v1::LeakCheck& leak, const std::string& path, FieldCheck& check) {
  check.Range(path + ".rules_version", leak.rules_version(), 1, limits::kRulesVersion)
      .Range(path + ".finding_count", leak.finding_count(), 0, limits::kLeakFindings)
      .Digest(path + ".findings_sha256", leak.findings_sha256())
      .AtMost(path + ".carried", leak.carried_size(), limits::kCarriedFindings);
  for (const v1::CarriedFindings& carried : leak.carried()) {
    check.Range(path + ".carried.first_finding", carried.first_finding(), 1, limits::kLeakFindings)
        .Range(path + ".carried.finding_count", carried.finding_count(), 1, limits::kLeakFindings)
        .Range(path + ".carried.first_before", carried.first_before(), 1, limits::kLeakFindings);
  }
}

void CheckAdjudicate(const v1::AdjudicateDetail& detail, FieldCheck& check) {
  if (detail.has_leak_check()) {
    CheckLeakCheck(detail.leak_check(), "command.adjudicate.leak_check", check);
  }
  check.Range("command.adjudicate.first_finding", detail.first_finding(), 1, limits::kLeakFindings)
      .Range("command.adjudicate.finding_count", detail.finding_count(), 1, limits::kLeakFindings)
      .Enum("command.adjudicate.verdict", detail.verdict(), v1::Verdict_IsValid)
      .Enum("command.adjudicate.ground", detail.ground(), v1::FindingGround_IsValid,
            Presence::kOptional);
}

void CheckPurge(const v1::Command& command, FieldCheck& check) {
  const v1::PurgeDetail& purge = command.purge();
  const bool confirms = command.action() == v1::PURGE;
  check.AtMost("command.purge.sha256", purge.sha256_size(), limits::kPurged)
      .Require(confirms == (purge.proposal() != 0), "command.purge.proposal",
               {"Required with PURGE, and only there.", "PURGE 时必须填写，其他不得填写。"})
      .Range("command.purge.proposal", purge.proposal(), 0,
             std::numeric_limits<std::int64_t>::max());
  for (const std::string& digest : purge.sha256()) check.Digest("command.purge.sha256", digest);
}

}  // namespace

void CheckDetail(const v1::Command& command, FieldCheck& check) {
  switch (command.detail_case()) {
    case v1::Command::kCreate:
      return CheckParts(command.create(), "command.create", check);
    case v1::Command::kEdit:
      return CheckParts(command.edit(), "command.edit", check);
    case v1::Command::kSubmit:
      check.Enum("command.submit.disclosure", command.submit().disclosure(),
                 v1::Disclosure_IsValid);
      CheckWarnings(command.submit(), check);
      check.Require(
          !command.submit().has_form_number(), "command.submit.form_number",
          {"Must be empty: the ledger gives the number.", "不得填写：审查表编号由台账给出。"});
      check.Require(!command.submit().has_terms(), "command.submit.terms", kTermsAreSet);
      if (command.submit().has_leak_check()) {
        CheckLeakCheck(command.submit().leak_check(), "command.submit.leak_check", check);
      }
      if (command.submit().has_formed_date()) {
        check.Date("command.submit.formed_date", command.submit().formed_date());
      }
      if (command.submit().has_planned_publish_time()) {
        check.Time("command.submit.planned_publish_time", command.submit().planned_publish_time());
      }
      return;
    case v1::Command::kClaim:
      check.Range("command.claim.seconds", command.claim().seconds(),
                  limits::kShortestClaim.count(), limits::kLongestClaim.count());
      return;
    case v1::Command::kApprove:
      check.Require(
          command.approve().checklist().empty(), "command.approve.checklist",
          {"Must be empty: the answers are in the form.", "不得填写：答复填在 form 中。"});
      check.Require(!command.approve().has_terms(), "command.approve.terms", kTermsAreSet);
      rpc::CheckOpinion(command.approve().form(), "command.approve.form", check);
      check.Require(!command.approve().has_leak_check() || command.action() == v1::APPROVE_SECRECY,
                    "command.approve.leak_check",
                    {"Only with APPROVE_SECRECY.", "只在 APPROVE_SECRECY 时填写。"});
      if (command.approve().has_leak_check()) {
        CheckLeakCheck(command.approve().leak_check(), "command.approve.leak_check", check);
      }
      if (command.approve().has_decision()) {
        rpc::CheckDecision(command.approve().decision(), "command.approve.decision", check);
      }
      return;
    case v1::Command::kReturned:
      if (command.returned().has_form()) {
        rpc::CheckOpinion(command.returned().form(), "command.returned.form", check);
      }
      return;
    case v1::Command::kSign:
      rpc::CheckDecision(command.sign().decision(), "command.sign.decision", check);
      return;
    case v1::Command::kRefer:
      check.Line("command.refer.authority", command.refer().authority(), limits::kAuthority);
      return;
    case v1::Command::kWithhold:
      check.Enum("command.withhold.ground", command.withhold().ground(), v1::Ground_IsValid);
      return;
    case v1::Command::kAdjudicate:
      return CheckAdjudicate(command.adjudicate(), check);
    case v1::Command::kPublish:
      return CheckLeakCheck(command.publish().leak_check(), "command.publish.leak_check", check);
    case v1::Command::kPurge:
      return CheckPurge(command, check);
    case v1::Command::DETAIL_NOT_SET:
      return;
  }
}

}  // namespace gongkai::workflow
