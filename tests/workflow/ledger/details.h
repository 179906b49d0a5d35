// The bytes of details, written by hand as any library for Protocol Buffers would.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/wire.h"

namespace gongkai::ledger::details {

inline std::string OfParts(const std::vector<base::Digest>& parts,
                           const std::vector<std::string>& co_issuers = {}) {
  std::string bytes;
  for (const base::Digest& part : parts) WireWriter(bytes).Bytes(1, part.ToHex());
  for (const std::string& department : co_issuers) WireWriter(bytes).Bytes(2, department);
  return bytes;
}

// Returns the detail of PROPOSE_PURGE, and of PURGE of a proposal that is not at 0.
inline std::string OfPurge(const std::vector<base::Digest>& bytes_to_purge,
                           std::uint64_t proposal = 0) {
  std::string bytes;
  for (const base::Digest& digest : bytes_to_purge) WireWriter(bytes).Bytes(1, digest.ToHex());
  WireWriter(bytes).Number(2, proposal);
  return bytes;
}

inline std::string Timestamp(base::Time time) {
  const std::int64_t us = base::ToMicros(time);
  std::string bytes;
  WireWriter writer(bytes);
  writer.Number(1, static_cast<std::uint64_t>(us / 1'000'000));
  writer.Number(2, static_cast<std::uint64_t>(us % 1'000'000 * 1000));
  return bytes;
}

inline std::string OfSubmission(Disclosure disclosure, base::Time planned_time = {}) {
  std::string bytes;
  WireWriter writer(bytes);
  writer.Number(1, static_cast<std::uint64_t>(disclosure));
  if (planned_time != base::Time{}) writer.Bytes(2, Timestamp(planned_time));
  return bytes;
}

// Returns the detail of SUBMIT of a document that was formed on this day.
inline std::string OfFormed(Disclosure disclosure, Day formed) {
  const std::chrono::year_month_day day(formed);
  std::string date;
  WireWriter date_writer(date);
  date_writer.Number(1, static_cast<std::uint64_t>(static_cast<int>(day.year())));
  date_writer.Number(2, static_cast<unsigned>(day.month()));
  date_writer.Number(3, static_cast<unsigned>(day.day()));
  std::string bytes = OfSubmission(disclosure);
  WireWriter(bytes).Bytes(5, date);
  return bytes;
}

inline std::string OfClaim(std::int64_t seconds) {
  return WriteDetail(ClaimTime{.duration = std::chrono::seconds(seconds)});
}

// Returns a LeakCheck. `carried` may be empty.
inline std::string OfCheck(const LeakCheck& check) {
  std::string bytes;
  WireWriter writer(bytes);
  writer.Number(1, check.rules_version);
  writer.Number(2, check.findings);
  writer.Bytes(3, check.list.ToHex());
  for (const CarriedFindings& each : check.carried) {
    std::string carried;
    WireWriter row(carried);
    row.Number(1, each.findings.first);
    row.Number(2, each.findings.count);
    row.Number(3, each.first_before);
    writer.Bytes(4, carried);
  }
  return bytes;
}

// Returns the check of a content in which nothing was found.
inline LeakCheck NothingFound() {
  return {.rules_version = 1, .list = base::Sha256("no findings")};
}

// Returns the detail of SUBMIT, APPROVE_SECRECY or PUBLISH with the check, which it must not have yet.
inline std::string WithCheck(machine::Action action, std::string detail, const LeakCheck& check) {
  const std::uint32_t field = action == machine::Action::kSubmit    ? 7
                              : action == machine::Action::kPublish ? 1
                                                                    : 5;
  WireWriter(detail).Bytes(field, OfCheck(check));
  return detail;
}

// Returns the detail of ADJUDICATE. `ground` may be 0.
inline std::string OfAdjudication(const LeakCheck& check, FindingRange findings, Verdict verdict,
                                  std::uint64_t ground = 0) {
  std::string bytes;
  WireWriter writer(bytes);
  writer.Bytes(1, OfCheck(check));
  writer.Number(2, findings.first);
  writer.Number(3, findings.count);
  writer.Number(4, static_cast<std::uint64_t>(verdict));
  writer.Number(5, ground);
  return bytes;
}

// An answer as version 1 of the questions had it.
inline std::string OfAnswer(bool passed, std::string_view question = "程序") {
  std::string answer;
  WireWriter answer_writer(answer);
  answer_writer.Bytes(1, question);
  answer_writer.Number(2, passed ? 1 : 0);
  std::string bytes;
  WireWriter(bytes).Bytes(1, answer);
  return bytes;
}

// What may be answered to a question of the form.
inline constexpr std::uint64_t kYes = 1;
inline constexpr std::uint64_t kNo = 2;
inline constexpr std::uint64_t kNotApplicable = 3;

// Returns an OpinionForm with one answer, and with a conclusion that the ledger does not read.
inline std::string OpinionForm(std::uint64_t answer, std::string_view question) {
  std::string answered;
  WireWriter answer_writer(answered);
  answer_writer.Bytes(1, question);
  answer_writer.Number(2, answer);
  std::string form;
  WireWriter writer(form);
  writer.Number(1, 2);
  writer.Bytes(2, answered);
  writer.Number(3, 1);
  return form;
}

inline std::string OfForm(std::uint64_t answer, std::string_view question = "LEGAL_AUTHORITY") {
  std::string bytes;
  WireWriter(bytes).Bytes(2, OpinionForm(answer, question));
  return bytes;
}

// The detail of RETURN.
inline std::string OfFindings(std::uint64_t answer, std::string_view question) {
  std::string bytes;
  WireWriter(bytes).Bytes(1, OpinionForm(answer, question));
  return bytes;
}

// Returns a DisclosureDecision. `ground` may be 0, and `reason` empty.
inline std::string Decision(Disclosure disclosure, std::string_view reason = "",
                            std::uint64_t ground = 0) {
  std::string bytes;
  WireWriter writer(bytes);
  writer.Number(1, static_cast<std::uint64_t>(disclosure));
  writer.Number(2, ground);
  writer.Bytes(3, reason);
  return bytes;
}

// Returns the detail of an approval with a decision.
inline std::string OfApproval(Disclosure disclosure, std::string_view reason = "",
                              std::uint64_t ground = 0) {
  std::string bytes = OfForm(kYes);
  WireWriter(bytes).Bytes(3, Decision(disclosure, reason, ground));
  return bytes;
}

inline std::string OfSignature(Disclosure disclosure, std::string_view reason = "",
                               std::uint64_t ground = 0) {
  std::string bytes;
  WireWriter(bytes).Bytes(1, Decision(disclosure, reason, ground));
  return bytes;
}

inline std::string OfReferral(std::string_view authority) {
  std::string bytes;
  WireWriter(bytes).Bytes(1, authority);
  return bytes;
}

inline std::string OfGround(std::uint64_t ground) {
  std::string bytes;
  WireWriter(bytes).Number(1, ground);
  return bytes;
}

inline std::string OfRevocation(std::string_view identity, base::Time since,
                                base::Time until = {}) {
  std::string bytes;
  WireWriter writer(bytes);
  writer.Bytes(1, identity);
  writer.Bytes(2, Timestamp(since));
  if (until != base::Time{}) writer.Bytes(3, Timestamp(until));
  return bytes;
}

}  // namespace gongkai::ledger::details
