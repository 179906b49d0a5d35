#include "workflow/ledger/detail.h"

#include <limits>

#include "workflow/ledger/detail_numbers.h"
#include "workflow/ledger/wire.h"
#include "workflow/ledger/wire_time.h"

namespace gongkai::ledger {
namespace {

using machine::Action;

constexpr std::size_t kMaxParts = 65;
constexpr std::size_t kMaxPurged = kMaxParts + 1;  // and the content itself
constexpr std::size_t kMaxCoIssuers = 10;
constexpr std::uint64_t kLastYear = 9999;
constexpr std::uint64_t kMaxDays = 1000;

// The field of a detail that holds the leak check.
constexpr std::uint32_t kCheckOfSubmit = 7;
constexpr std::uint32_t kCheckOfApprove = 5;
constexpr std::uint32_t kCheckOfPublish = 1;
constexpr std::uint32_t kCheckOfAdjudicate = 1;

bool ReadField(const WireField& field, Parts& out) {
  switch (field.number) {
    case 1: {
      const auto digest = base::Digest::FromHex(field.bytes);
      if (!field.IsBytes() || !digest || out.digests.size() == kMaxParts) return false;
      out.digests.push_back(*digest);
      return true;
    }
    case 2:
      // A record keeps them line by line.
      if (!field.IsBytes() || field.bytes.empty() || field.bytes.find('\n') != field.bytes.npos ||
          out.co_issuers.size() == kMaxCoIssuers) {
        return false;
      }
      out.co_issuers.emplace_back(field.bytes);
      return true;
    default:
      return true;
  }
}

bool ReadField(const WireField& field, FormNumber& out) {
  switch (field.number) {
    case 1:
      out.year = static_cast<std::int32_t>(field.value);
      return !field.IsBytes() && field.value <= kLastYear;
    case 2:
      out.number = static_cast<std::uint32_t>(field.value);
      return !field.IsBytes() && field.value <= std::numeric_limits<std::int32_t>::max();
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Ruling& out) {
  switch (field.number) {
    case 1:
      out.disclosure = static_cast<Disclosure>(field.value);
      return !field.IsBytes() && field.value < base::kDisclosureCount;
    case 2:
      out.names_ground = field.value != 0;
      return !field.IsBytes();
    case 3:
      out.reason = field.bytes;
      return field.IsBytes();
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Term& out) {
  switch (field.number) {
    case 1:
      return field.IsBytes() && ReadDay(field.bytes, out.start);
    case 2:
      out.days = static_cast<int>(field.value);
      return !field.IsBytes() && field.value <= kMaxDays;
    case 3:
      return field.IsBytes() && ReadTime(field.bytes, out.due);
    case 4:
      return field.IsBytes() && ReadTime(field.bytes, out.near);
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Terms& out);
bool ReadField(const WireField& field, CarriedFindings& out);
bool ReadField(const WireField& field, LeakCheck& out);

// Reads the message in `field`.
template <class T>
bool ReadMessage(const WireField& field, T& out) {
  return field.IsBytes() &&
         ForEachField(field.bytes, [&out](const WireField& part) { return ReadField(part, out); });
}

bool ReadField(const WireField& field, Terms& out) {
  switch (field.number) {
    case 1:
      return ReadMessage(field, out.stage);
    case 2:
      return ReadMessage(field, out.statutory);
    default:
      return true;
  }
}

// Reads a number that the proto calls int32 and that is not negative.
bool ReadCount(const WireField& field, std::uint32_t& out) {
  out = static_cast<std::uint32_t>(field.value);
  return !field.IsBytes() && field.value <= std::numeric_limits<std::int32_t>::max();
}

bool ReadField(const WireField& field, CarriedFindings& out) {
  switch (field.number) {
    case 1:
      return ReadCount(field, out.findings.first);
    case 2:
      return ReadCount(field, out.findings.count);
    case 3:
      return ReadCount(field, out.first_before);
    default:
      return true;
  }
}

bool ReadField(const WireField& field, LeakCheck& out) {
  switch (field.number) {
    case 1:
      return ReadCount(field, out.rules_version);
    case 2:
      return ReadCount(field, out.findings);
    case 3: {
      const auto digest = base::Digest::FromHex(field.bytes);
      if (digest) out.list = *digest;
      return field.IsBytes() && digest;
    }
    case 4:
      if (out.carried.size() == kMaxCarried) return false;
      return ReadMessage(field, out.carried.emplace_back());
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Adjudication& out) {
  switch (field.number) {
    case kCheckOfAdjudicate:
      return ReadMessage(field, out.check.emplace());
    case 2:
      return ReadCount(field, out.findings.first);
    case 3:
      return ReadCount(field, out.findings.count);
    case 4:
      out.verdict = static_cast<Verdict>(field.value);
      return !field.IsBytes() && field.value < kVerdictCount;
    case 5:
      out.names_ground = field.value != 0;
      return !field.IsBytes();
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Purge& out) {
  switch (field.number) {
    case 1: {
      const auto digest = base::Digest::FromHex(field.bytes);
      if (!field.IsBytes() || !digest || out.bytes.size() == kMaxPurged) return false;
      out.bytes.push_back(*digest);
      return true;
    }
    case 2:
      out.proposal = base::EntryIndex{field.value};
      return !field.IsBytes() && field.value <= std::numeric_limits<std::int64_t>::max();
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Publishing& out) {
  return field.number != kCheckOfPublish || ReadMessage(field, out.check.emplace());
}

bool ReadField(const WireField& field, Resolution& out) {
  return field.number != kTermsOfResolve || ReadMessage(field, out.terms.emplace());
}

bool ReadField(const WireField& field, Rescheduling& out) {
  return field.number != kTermsOfReschedule || ReadMessage(field, out.terms);
}

bool ReadField(const WireField& field, Notice& out) {
  switch (field.number) {
    case 1:
      out.term = static_cast<TermKind>(field.value);
      return !field.IsBytes() && field.value < kTermKindCount;
    case 2:
      return field.IsBytes() && ReadTime(field.bytes, out.due);
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Submission& out) {
  switch (field.number) {
    case 1:
      out.disclosure = static_cast<Disclosure>(field.value);
      return !field.IsBytes() && field.value < base::kDisclosureCount;
    case 2:
      return field.IsBytes() && ReadTime(field.bytes, out.planned_time);
    case 4:
      return ReadMessage(field, out.form_number);
    case 5:
      return field.IsBytes() && ReadDay(field.bytes, out.formed.emplace());
    case kTermsOfSubmit:
      return ReadMessage(field, out.terms.emplace());
    case kCheckOfSubmit:
      return ReadMessage(field, out.check.emplace());
    default:
      return true;
  }
}

bool ReadField(const WireField& field, ClaimTime& out) {
  if (field.number != 1) return true;
  if (field.IsBytes() || field.value > std::numeric_limits<std::int32_t>::max()) return false;
  out.duration = std::chrono::seconds(field.value);
  return true;
}

// One answer to a question: ChecklistAnswer, whose second field is whether it passed, and
// QuestionAnswer, whose second field is an Answer.
bool ReadAnswer(const WireField& field, bool (*passes)(std::uint64_t answer), Answers& out) {
  std::string question;
  bool passed = false;
  const bool read = field.IsBytes() && ForEachField(field.bytes, [&](const WireField& part) {
                      if (part.number == 1) question = part.bytes;
                      if (part.number == 2) passed = passes(part.value);
                      return true;
                    });
  ++out.count;
  if (!passed && !out.failed) out.failed = std::move(question);
  return read;
}

// Only the answers of the OpinionForm are read.
bool ReadForm(const WireField& field, Answers& out) {
  constexpr std::uint64_t kYes = 1;
  constexpr std::uint64_t kNotApplicable = 3;
  return field.IsBytes() && ForEachField(field.bytes, [&out](const WireField& part) {
           return part.number != 2 || ReadAnswer(
                                          part,
                                          [](std::uint64_t answer) {
                                            return answer == kYes || answer == kNotApplicable;
                                          },
                                          out);
         });
}

bool ReadField(const WireField& field, Answers& out) {
  switch (field.number) {
    case 1:
      return ReadAnswer(
          field, [](std::uint64_t answer) { return answer != 0; }, out);
    case 2:
      return ReadForm(field, out);
    case 3:
      return ReadMessage(field, out.ruling);
    case kTermsOfApprove:
      return ReadMessage(field, out.terms.emplace());
    case kCheckOfApprove:
      return ReadMessage(field, out.check.emplace());
    default:
      return true;
  }
}

bool ReadField(const WireField& /*field*/, Findings& /*out*/) { return true; }

bool ReadField(const WireField& field, Signature& out) {
  return field.number != 1 || ReadMessage(field, out.ruling);
}

bool ReadField(const WireField& field, Referral& out) {
  if (field.number == 1) out.names_authority = !field.bytes.empty();
  return true;
}

bool ReadField(const WireField& field, Withholding& out) {
  if (field.number == 1) out.names_ground = field.value != 0;
  return true;
}

bool ReadField(const WireField& field, Denial& out) {
  switch (field.number) {
    case 1:
      out.attempted = static_cast<Action>(field.value);
      return !field.IsBytes() && field.value < machine::kActionCount;
    case 2:
      out.rule = field.bytes;
      return field.IsBytes();
    case 3:
      out.suppressed = field.value;
      return !field.IsBytes();
    default:
      return true;
  }
}

bool ReadField(const WireField& field, Revocation& out) {
  switch (field.number) {
    case 1:
      out.identity = base::ActorId(field.bytes);
      return field.IsBytes();
    case 2:
      return field.IsBytes() && ReadTime(field.bytes, out.since);
    case 3:
      return field.IsBytes() && ReadTime(field.bytes, out.until);
    default:
      return true;
  }
}

bool ReadField(const WireField& field, AdoptedPolicy& out) {
  switch (field.number) {
    case 1: {
      const auto digest = base::Digest::FromHex(field.bytes);
      if (digest) out.digest = *digest;
      return field.IsBytes() && digest;
    }
    case 2:
      out.bytes = field.value;
      return !field.IsBytes();
    default:
      return true;
  }
}

template <class T>
std::optional<Detail> Read(std::string_view bytes) {
  T detail;
  if (!ForEachField(bytes,
                    [&detail](const WireField& field) { return ReadField(field, detail); })) {
    return std::nullopt;
  }
  return detail;
}

}  // namespace

std::optional<Detail> ReadDetail(Action action, std::string_view bytes) {
  switch (action) {
    case Action::kCreate:
    case Action::kEdit:
      return Read<Parts>(bytes);
    case Action::kSubmit:
      return Read<Submission>(bytes);
    case Action::kClaim:
    case Action::kTakeOver:
      return Read<ClaimTime>(bytes);
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      return Read<Answers>(bytes);
    case Action::kReturn:
      return Read<Findings>(bytes);
    case Action::kAdjudicate:
      return Read<Adjudication>(bytes);
    case Action::kPublish:
      return Read<Publishing>(bytes);
    case Action::kProposePurge:
    case Action::kPurge:
      return Read<Purge>(bytes);
    case Action::kSign:
      return Read<Signature>(bytes);
    case Action::kRefer:
      return Read<Referral>(bytes);
    case Action::kWithhold:
      return Read<Withholding>(bytes);
    case Action::kResolve:
      return Read<Resolution>(bytes);
    case Action::kReschedule:
      return Read<Rescheduling>(bytes);
    case Action::kDueSoon:
    case Action::kOverdue:
      return Read<Notice>(bytes);
    case Action::kDenied:
      return Read<Denial>(bytes);
    case Action::kRevoke:
      return Read<Revocation>(bytes);
    case Action::kSetPolicy:
      return Read<AdoptedPolicy>(bytes);
    default:
      return bytes.empty() ? std::optional<Detail>(std::monostate()) : std::nullopt;
  }
}

const Terms* TermsOf(const Detail& detail) {
  const auto pointer = [](const std::optional<Terms>& terms) { return terms ? &*terms : nullptr; };
  if (const auto* submission = std::get_if<Submission>(&detail)) return pointer(submission->terms);
  if (const auto* answers = std::get_if<Answers>(&detail)) return pointer(answers->terms);
  if (const auto* resolution = std::get_if<Resolution>(&detail)) return pointer(resolution->terms);
  if (const auto* rescheduling = std::get_if<Rescheduling>(&detail)) return &rescheduling->terms;
  return nullptr;
}

const LeakCheck* LeakCheckOf(const Detail& detail) {
  const auto pointer = [](const std::optional<LeakCheck>& check) {
    return check ? &*check : nullptr;
  };
  if (const auto* submission = std::get_if<Submission>(&detail)) return pointer(submission->check);
  if (const auto* answers = std::get_if<Answers>(&detail)) return pointer(answers->check);
  if (const auto* publishing = std::get_if<Publishing>(&detail)) return pointer(publishing->check);
  const auto* adjudication = std::get_if<Adjudication>(&detail);
  return adjudication == nullptr ? nullptr : pointer(adjudication->check);
}

}  // namespace gongkai::ledger
