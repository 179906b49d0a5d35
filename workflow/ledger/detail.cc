#include "workflow/ledger/detail.h"

#include <limits>

#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

using machine::Action;

constexpr std::uint64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr std::size_t kMaxParts = 65;
constexpr std::size_t kMaxCoIssuers = 10;
constexpr std::uint64_t kLastYear = 9999;

// google.protobuf.Timestamp, after 1970 and before the year 10000.
bool ReadTime(std::string_view bytes, base::Time& time) {
  std::uint64_t seconds = 0;
  std::uint64_t nanos = 0;
  const bool read = ForEachField(bytes, [&](const WireField& field) {
    if (field.number == 1) seconds = field.value;
    if (field.number == 2) nanos = field.value;
    return !field.IsBytes() && field.number <= 2;
  });
  if (!read || seconds > kLastSecond || nanos > 999'999'999) return false;
  time = base::Time(std::chrono::seconds(seconds)) + std::chrono::microseconds(nanos / 1000);
  return time > base::Time{};
}

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

// Reads the message in `field`.
template <class T>
bool ReadMessage(const WireField& field, T& out) {
  return field.IsBytes() &&
         ForEachField(field.bytes, [&out](const WireField& part) { return ReadField(part, out); });
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
      return Read<ClaimTime>(bytes);
    case Action::kApproveLegal:
    case Action::kApproveSecrecy:
      return Read<Answers>(bytes);
    case Action::kReturn:
      return Read<Findings>(bytes);
    case Action::kSign:
      return Read<Signature>(bytes);
    case Action::kRefer:
      return Read<Referral>(bytes);
    case Action::kWithhold:
      return Read<Withholding>(bytes);
    case Action::kDenied:
      return Read<Denial>(bytes);
    case Action::kRevoke:
      return Read<Revocation>(bytes);
    default:
      return bytes.empty() ? std::optional<Detail>(std::monostate()) : std::nullopt;
  }
}

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

std::string WithFormNumber(std::string submission, const FormNumber& number) {
  std::string message;
  WireWriter writer(message);
  writer.Number(1, static_cast<std::uint64_t>(number.year));
  writer.Number(2, number.number);
  WireWriter(submission).Bytes(4, message);
  return submission;
}

}  // namespace gongkai::ledger
