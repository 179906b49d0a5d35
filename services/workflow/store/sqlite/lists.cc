#include "services/workflow/store/sqlite/lists.h"

#include <algorithm>
#include <charconv>

#include "services/lib/sql/error.h"

namespace gongkai::workflow {
namespace {

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

// Returns the digest that comes next.
merkle::Hash TakeHash(std::string_view& rest) {
  const std::string_view bytes = rest.substr(0, sizeof(merkle::Hash));
  rest.remove_prefix(bytes.size());
  return ReadHash(bytes);
}

constexpr std::size_t CountOf(machine::State) { return machine::kStateCount; }
constexpr std::size_t CountOf(machine::Action) { return machine::kActionCount; }
constexpr std::size_t CountOf(ledger::Disclosure) { return ledger::kDisclosureCount; }

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

std::string WriteApprovals(const std::vector<ledger::Approval>& approvals) {
  std::string out;
  for (const ledger::Approval& approval : approvals) {
    out += std::to_string(static_cast<int>(approval.action)) + '\t' + approval.reviewer + '\t' +
           approval.on_behalf_of + '\t' + std::string(ViewOf(approval.content)) +
           std::to_string(approval.time_us) + '\n';
  }
  return out;
}

std::vector<ledger::Approval> ReadApprovals(std::string_view bytes) {
  std::vector<ledger::Approval> approvals;
  while (!bytes.empty()) {
    ledger::Approval& approval = approvals.emplace_back();
    approval.action = ReadEnum<machine::Action>(ReadNumber(TakeField(bytes, '\t')));
    approval.reviewer = TakeField(bytes, '\t');
    approval.on_behalf_of = TakeField(bytes, '\t');
    approval.content = TakeHash(bytes);
    approval.time_us = ReadNumber(TakeField(bytes, '\n'));
  }
  return approvals;
}

std::string WriteLines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

std::vector<std::string> ReadLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) lines.emplace_back(TakeField(text, '\n'));
  return lines;
}

merkle::Hash ReadHash(std::string_view bytes) {
  merkle::Hash hash;
  if (bytes.size() != hash.size()) Corrupt("a hash has not 32 bytes");
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string WriteClaimants(const std::vector<ledger::Claimant>& claimants) {
  std::string out;
  for (const ledger::Claimant& claimant : claimants) {
    out += claimant.id + '\t' + std::to_string(claimant.first_us) + '\n';
  }
  return out;
}

std::vector<ledger::Claimant> ReadClaimants(std::string_view text) {
  std::vector<ledger::Claimant> claimants;
  while (!text.empty()) {
    ledger::Claimant& claimant = claimants.emplace_back();
    claimant.id = TakeField(text, '\t');
    claimant.first_us = ReadNumber(TakeField(text, '\n'));
  }
  return claimants;
}

std::string WriteHashes(const std::vector<merkle::Hash>& hashes) {
  std::string out;
  for (const merkle::Hash& hash : hashes) out += ViewOf(hash);
  return out;
}

std::vector<merkle::Hash> ReadHashes(std::string_view bytes) {
  std::vector<merkle::Hash> hashes;
  while (!bytes.empty()) hashes.push_back(TakeHash(bytes));
  return hashes;
}

}  // namespace gongkai::workflow
