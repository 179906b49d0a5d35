#include "services/workflow/store/sqlite/lists.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "services/lib/sql/error.h"
#include "workflow/base/disclosure.h"
#include "workflow/base/time.h"

namespace gongkai::workflow {
namespace {

// Stands for an approval that decided on the attribute.
constexpr std::string_view kRules = "rules";

[[noreturn]] void Corrupt(const std::string& what) { throw sql::CorruptError(what); }

// The next of the fields that `separator` ends.
std::string_view TakeField(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  if (end == std::string_view::npos) Corrupt("a list of a record is cut off");
  const std::string_view field = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return field;
}

std::int64_t ReadNumber(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) Corrupt("no number: a record");
  return value;
}

std::uint32_t ReadCount(std::string_view text) {
  const std::int64_t count = ReadNumber(text);
  if (count < 0 || count > std::numeric_limits<std::int32_t>::max()) Corrupt("no count: a record");
  return static_cast<std::uint32_t>(count);
}

base::Digest ReadHexDigest(std::string_view text) {
  const auto digest = base::Digest::FromHex(text);
  if (!digest) Corrupt("no digest: a record");
  return *digest;
}

// Returns the digest that comes next.
base::Digest TakeDigest(std::string_view& rest) {
  const std::string_view bytes = rest.substr(0, sizeof(base::Digest::Bytes));
  rest.remove_prefix(bytes.size());
  return ReadDigest(bytes);
}

constexpr std::size_t CountOf(machine::State) { return machine::kStateCount; }
constexpr std::size_t CountOf(machine::Action) { return machine::kActionCount; }
constexpr std::size_t CountOf(ledger::Disclosure) { return base::kDisclosureCount; }
constexpr std::size_t CountOf(ledger::Verdict) { return ledger::kVerdictCount; }
constexpr std::size_t CountOf(ledger::Told) {
  return static_cast<std::size_t>(ledger::Told::kOverdue) + 1;
}

std::string Write(ledger::Day day) { return std::to_string(day.time_since_epoch().count()); }

ledger::Day ReadDay(std::string_view text) {
  constexpr std::int64_t kLast = 2'932'896;  // 9999-12-31
  const std::int64_t days = ReadNumber(text);
  if (days < -kLast || days > kLast) Corrupt("no day: a record");
  return ledger::Day(std::chrono::days(days));
}

}  // namespace

template <class Enum>
Enum ReadEnum(std::int64_t number) {
  if (number < 0 || number >= static_cast<std::int64_t>(CountOf(Enum{}))) {
    Corrupt("a column holds " + std::to_string(number) + ", which stands for nothing");
  }
  return static_cast<Enum>(number);
}
template machine::State ReadEnum(std::int64_t);
template machine::Action ReadEnum(std::int64_t);
template ledger::Disclosure ReadEnum(std::int64_t);
template ledger::Told ReadEnum(std::int64_t);

std::string WriteApprovals(const std::vector<ledger::Approval>& approvals) {
  std::string out;
  for (const ledger::Approval& approval : approvals) {
    out += std::to_string(static_cast<int>(approval.action)) + '\t' + approval.reviewer.text() +
           '\t' + approval.on_behalf_of.text() + '\t' + std::string(approval.content.view()) +
           std::to_string(base::ToMicros(approval.time));
    if (approval.rules || !approval.department.empty()) {
      out.append("\t").append(approval.rules ? kRules : "").append("\t" + approval.department);
    }
    out += '\n';
  }
  return out;
}

std::vector<ledger::Approval> ReadApprovals(std::string_view bytes) {
  std::vector<ledger::Approval> approvals;
  while (!bytes.empty()) {
    ledger::Approval& approval = approvals.emplace_back();
    approval.action = ReadEnum<machine::Action>(ReadNumber(TakeField(bytes, '\t')));
    approval.reviewer = base::ActorId(TakeField(bytes, '\t'));
    approval.on_behalf_of = base::ActorId(TakeField(bytes, '\t'));
    approval.content = TakeDigest(bytes);
    std::string_view rest = TakeField(bytes, '\n');
    const bool says_more = rest.find('\t') != std::string_view::npos;
    approval.time = base::FromMicros(ReadNumber(says_more ? TakeField(rest, '\t') : rest));
    if (!says_more) continue;
    approval.rules = TakeField(rest, '\t') == kRules;
    approval.department = rest;  // in which there may be tabs
  }
  return approvals;
}

std::string WriteLines(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + '\n';
  return out;
}

std::vector<std::string> ReadLines(std::string_view text) {
  std::vector<std::string> texts;
  while (!text.empty()) texts.emplace_back(TakeField(text, '\n'));
  return texts;
}

std::string WriteActors(const std::vector<base::ActorId>& actors) {
  std::string out;
  for (const base::ActorId& actor : actors) out += actor.text() + '\n';
  return out;
}

std::vector<base::ActorId> ReadActors(std::string_view text) {
  std::vector<base::ActorId> actors;
  while (!text.empty()) actors.emplace_back(TakeField(text, '\n'));
  return actors;
}

base::Digest ReadDigest(std::string_view bytes) {
  const std::optional<base::Digest> digest = base::Digest::FromBytes(bytes);
  if (!digest) Corrupt("a hash has not 32 bytes");
  return *digest;
}

merkle::Hash ReadHash(std::string_view bytes) { return ReadDigest(bytes).bytes(); }

std::string WriteClaimants(const std::vector<ledger::Claimant>& claimants) {
  std::string out;
  for (const ledger::Claimant& claimant : claimants) {
    out += claimant.id.text() + '\t' + std::to_string(base::ToMicros(claimant.first_time)) + '\n';
  }
  return out;
}

std::vector<ledger::Claimant> ReadClaimants(std::string_view text) {
  std::vector<ledger::Claimant> claimants;
  while (!text.empty()) {
    ledger::Claimant& claimant = claimants.emplace_back();
    claimant.id = base::ActorId(TakeField(text, '\t'));
    claimant.first_time = base::FromMicros(ReadNumber(TakeField(text, '\n')));
  }
  return claimants;
}

std::string WriteTerms(const ledger::Terms& terms) {
  std::string out;
  if (terms == ledger::Terms{}) return out;
  for (const ledger::Term& term : {terms.stage, terms.statutory}) {
    out += Write(term.start) + '\t' + std::to_string(term.days) + '\t' +
           std::to_string(base::ToMicros(term.due)) + '\t' +
           std::to_string(base::ToMicros(term.near)) + '\t' +
           std::to_string(static_cast<int>(term.told)) + '\n';
  }
  return out;
}

ledger::Terms ReadTerms(std::string_view text) {
  ledger::Terms terms;
  if (text.empty()) return terms;
  for (ledger::Term* term : {&terms.stage, &terms.statutory}) {
    term->start = ReadDay(TakeField(text, '\t'));
    term->days = static_cast<int>(ReadNumber(TakeField(text, '\t')));
    term->due = base::FromMicros(ReadNumber(TakeField(text, '\t')));
    term->near = base::FromMicros(ReadNumber(TakeField(text, '\t')));
    term->told = ReadEnum<ledger::Told>(ReadNumber(TakeField(text, '\n')));
  }
  if (!text.empty()) Corrupt("a record has more terms than there are");
  return terms;
}

std::string WriteStops(const std::vector<ledger::DaySpan>& stops) {
  std::string out;
  for (const ledger::DaySpan& stop : stops) {
    out += Write(stop.first) + '\t' + Write(stop.last) + '\n';
  }
  return out;
}

std::vector<ledger::DaySpan> ReadStops(std::string_view text) {
  std::vector<ledger::DaySpan> stops;
  while (!text.empty()) {
    ledger::DaySpan& stop = stops.emplace_back();
    stop.first = ReadDay(TakeField(text, '\t'));
    stop.last = ReadDay(TakeField(text, '\n'));
  }
  return stops;
}

std::string WriteLeakReview(const ledger::LeakReview& review) {
  if (review.rules_version == 0) return {};
  std::string out = review.content.ToHex() + '\t' + std::to_string(review.rules_version) + '\t' +
                    std::to_string(review.findings) + '\t' + review.list.ToHex() + '\n';
  for (const ledger::Adjudicated& each : review.adjudicated) {
    out += std::to_string(each.findings.first) + '\t' + std::to_string(each.findings.count) + '\t' +
           std::to_string(static_cast<int>(each.verdict)) + '\t' + each.by.reviewer.text() + '\t' +
           each.by.on_behalf_of.text() + '\t' + std::to_string(base::ToMicros(each.by.time)) + '\n';
  }
  return out;
}
ledger::LeakReview ReadLeakReview(std::string_view text) {
  ledger::LeakReview review;
  if (text.empty()) return review;
  review.content = ReadHexDigest(TakeField(text, '\t'));
  review.rules_version = ReadCount(TakeField(text, '\t'));
  review.findings = ReadCount(TakeField(text, '\t'));
  review.list = ReadHexDigest(TakeField(text, '\n'));
  while (!text.empty()) {
    ledger::Adjudicated& each = review.adjudicated.emplace_back();
    each.findings.first = ReadCount(TakeField(text, '\t'));
    each.findings.count = ReadCount(TakeField(text, '\t'));
    each.verdict = ReadEnum<ledger::Verdict>(ReadNumber(TakeField(text, '\t')));
    each.by.reviewer = base::ActorId(TakeField(text, '\t'));
    each.by.on_behalf_of = base::ActorId(TakeField(text, '\t'));
    each.by.time = base::FromMicros(ReadNumber(TakeField(text, '\n')));
  }
  return review;
}

std::string WriteDigests(const std::vector<base::Digest>& digests) {
  std::string out;
  for (const base::Digest& digest : digests) out += digest.view();
  return out;
}

std::vector<base::Digest> ReadDigests(std::string_view bytes) {
  std::vector<base::Digest> digests;
  while (!bytes.empty()) digests.push_back(TakeDigest(bytes));
  return digests;
}

}  // namespace gongkai::workflow
