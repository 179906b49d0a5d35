// The details that the ledger itself writes.
#include "workflow/ledger/detail.h"
#include "workflow/ledger/detail_numbers.h"
#include "workflow/ledger/wire.h"
#include "workflow/ledger/wire_time.h"

namespace gongkai::ledger {

using machine::Action;

namespace {

std::string Write(const Term& term) {
  std::string out;
  if (!term.IsSet()) return out;
  WireWriter writer(out);
  writer.Bytes(1, WriteDay(term.start));
  writer.Number(2, static_cast<std::uint64_t>(term.days));
  writer.Bytes(3, WriteTime(term.due));
  writer.Bytes(4, WriteTime(term.near));
  return out;
}

std::uint32_t TermsFieldOf(Action action) {
  switch (action) {
    case Action::kSubmit:
      return kTermsOfSubmit;
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      return kTermsOfApprove;
    case Action::kResolve:
      return kTermsOfResolve;
    default:
      return kTermsOfReschedule;
  }
}

}  // namespace

std::string WriteDetail(const Denial& denial) {
  std::string out;
  WireWriter writer(out);
  writer.Number(1, static_cast<std::uint64_t>(denial.attempted));
  writer.Bytes(2, denial.rule);
  writer.Number(3, denial.suppressed);
  return out;
}

std::string WriteDetail(const ClaimTime& time) {
  std::string out;
  WireWriter(out).Number(1, static_cast<std::uint64_t>(time.duration.count()));
  return out;
}

std::string WriteDetail(const Notice& notice) {
  std::string out;
  WireWriter writer(out);
  writer.Number(1, static_cast<std::uint64_t>(notice.term));
  writer.Bytes(2, WriteTime(notice.due));
  return out;
}

std::string WriteDetail(const AdoptedPolicy& policy) {
  std::string out;
  WireWriter writer(out);
  writer.Bytes(1, policy.digest.ToHex());
  writer.Number(2, policy.bytes);
  return out;
}

std::string WriteDetail(const Revocation& revocation) {
  std::string out;
  WireWriter writer(out);
  writer.Bytes(1, revocation.identity.text());
  writer.Bytes(2, WriteTime(revocation.since));
  if (revocation.until != base::Time{}) writer.Bytes(3, WriteTime(revocation.until));
  return out;
}

std::string WithFormNumber(std::string submission, const FormNumber& number) {
  std::string message;
  WireWriter writer(message);
  writer.Number(1, static_cast<std::uint64_t>(number.year));
  writer.Number(2, number.number);
  WireWriter(submission).Bytes(4, message);
  return submission;
}

std::string WithTerms(Action action, std::string detail, const Schedule& schedule) {
  std::string message;
  WireWriter writer(message);
  writer.Bytes(1, Write(schedule.terms.stage));
  writer.Bytes(2, Write(schedule.terms.statutory));
  writer.Bytes(3, schedule.calendar);
  WireWriter(detail).Bytes(TermsFieldOf(action), message);
  return detail;
}

}  // namespace gongkai::ledger
