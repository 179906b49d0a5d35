#include "services/workflow/rows.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "services/storage/error.h"

namespace gongkai::workflow {
namespace {

[[noreturn]] void Corrupt(const std::string& what) { throw storage::CorruptError(what); }

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

// One line an item; an approval's parts are separated by tabs, which no identity contains.
std::string WriteApprovals(const std::vector<ledger::Approval>& approvals) {
  std::string out;
  for (const ledger::Approval& approval : approvals) {
    out += std::to_string(static_cast<int>(approval.action)) + '\t' + approval.reviewer + '\t' +
           approval.on_behalf_of + '\t' + merkle::ToHex(approval.content) + '\t' +
           std::to_string(approval.time_us) + '\n';
  }
  return out;
}

std::vector<ledger::Approval> ReadApprovals(std::string_view text) {
  std::vector<ledger::Approval> approvals;
  while (!text.empty()) {
    ledger::Approval& approval = approvals.emplace_back();
    approval.action = static_cast<machine::Action>(ReadNumber(TakeField(text, '\t')));
    approval.reviewer = TakeField(text, '\t');
    approval.on_behalf_of = TakeField(text, '\t');
    const auto content = merkle::FromHex(TakeField(text, '\t'));
    if (!content) Corrupt("no digest: an approval of a record");
    approval.content = *content;
    approval.time_us = ReadNumber(TakeField(text, '\n'));
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

}  // namespace

merkle::Hash ReadHash(std::string_view bytes) {
  merkle::Hash hash;
  if (bytes.size() != hash.size()) Corrupt("a hash has not 32 bytes");
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

merkle::Frontier ReadFrontier(storage::Connection& connection) {
  storage::Statement& select = connection.Prepare("SELECT size, frontier, root FROM tree");
  select.Query();
  if (!select.Step()) Corrupt("the tree's frontier is missing");
  const auto size = static_cast<std::uint64_t>(select.Int(0));
  std::vector<merkle::Hash> hashes;
  std::string_view bytes = select.Blob(1);
  for (; bytes.size() >= sizeof(merkle::Hash); bytes.remove_prefix(sizeof(merkle::Hash))) {
    hashes.push_back(ReadHash(bytes.substr(0, sizeof(merkle::Hash))));
  }
  const std::optional<merkle::Frontier> frontier = merkle::Frontier::Load(size, hashes);
  if (!frontier || !bytes.empty() || frontier->Root() != ReadHash(select.Blob(2))) {
    Corrupt("the tree's frontier does not have its root");
  }
  select.Reset();
  return *frontier;
}

ledger::Record ReadRecord(const storage::Statement& row) {
  const auto number = [&row](int column) { return static_cast<std::uint64_t>(row.Int(column)); };
  ledger::Record record;
  record.number = number(0);
  record.id = row.Text(1);
  record.state = static_cast<machine::State>(row.Int(2));
  record.sequence = number(3);
  record.head = number(4);
  record.head_hash = ReadHash(row.Blob(5));
  record.last_action = static_cast<machine::Action>(row.Int(6));
  record.last_actor = row.Text(7);
  record.department = row.Text(8);
  record.creator = row.Text(9);
  record.content = ReadHash(row.Blob(10));
  record.disclosure = static_cast<ledger::Disclosure>(row.Int(11));
  record.approvals = ReadApprovals(row.Text(12));
  record.contributors = ReadLines(row.Text(13));
  record.claimed_by = row.Text(14);
  record.claim_until_us = row.Int(15);
  record.corrects = row.Text(16);
  record.superseded_by = row.Text(17);
  record.planned_us = row.Int(18);
  record.comment = row.Text(19);
  record.create_us = row.Int(20);
  record.update_us = row.Int(21);
  record.state_us = row.Int(22);
  record.submit_us = row.Int(23);
  record.publish_us = row.Int(24);
  return record;
}

std::optional<ledger::Record> SelectRecord(storage::Connection& connection, std::string_view id) {
  static const std::string kSelect =
      "SELECT " + std::string(kRecordColumns) + " FROM record WHERE id = $1";
  storage::Statement& select = connection.Prepare(kSelect);
  select.Query(id);
  if (!select.Step()) return std::nullopt;
  ledger::Record record = ReadRecord(select);
  select.Reset();
  return record;
}

void RunWithRecord(storage::Statement& statement, const ledger::Record& record) {
  const std::string approvals = WriteApprovals(record.approvals);
  const std::string contributors = WriteLines(record.contributors);
  statement.Run(record.number, record.id, static_cast<int>(record.state), record.sequence,
                record.head, AsBytes(record.head_hash), static_cast<int>(record.last_action),
                record.last_actor, record.department, record.creator, AsBytes(record.content),
                static_cast<int>(record.disclosure), approvals, contributors, record.claimed_by,
                record.claim_until_us, record.corrects, record.superseded_by, record.planned_us,
                record.comment, record.create_us, record.update_us, record.state_us,
                record.submit_us, record.publish_us);
}

ledger::Sealed ReadSealed(const storage::Statement& row) {
  ledger::Sealed sealed{.bytes = std::string(row.Blob(1)), .hash = ReadHash(row.Blob(2))};
  const std::string name = "entries/" + std::to_string(row.Int(0));
  if (merkle::LeafHash(sealed.bytes) != sealed.hash) Corrupt(name + " does not have its hash");
  std::optional<ledger::Entry> entry = ledger::Decode(sealed.bytes);
  if (!entry) Corrupt(name + " is not canonical");
  if (entry->index != static_cast<std::uint64_t>(row.Int(0))) {
    Corrupt(name + " is another place's entry");
  }
  sealed.entry = *std::move(entry);
  return sealed;
}

}  // namespace gongkai::workflow
