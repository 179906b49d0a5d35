#include "services/workflow/full_check.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "services/storage/error.h"
#include "services/storage/integrity.h"
#include "services/workflow/log_reader.h"
#include "services/workflow/rows.h"

namespace gongkai::workflow {
namespace {

constexpr double kDuty = 0.1;
constexpr int kChunk = 256;

[[noreturn]] void Corrupt(const std::string& what) { throw storage::CorruptError(what); }

// Rests as long as keeps the thread at its share of a core after it has worked for `worked`.
void Rest(const std::stop_token& stop, std::chrono::steady_clock::duration worked) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(worked * (1 / kDuty - 1));
  stopped.wait_for(lock, stop, rest, [] { return false; });
}

// Returns the leaf hash of the entry of `subject` before `index`, DENIED left out.
std::optional<merkle::Hash> HashBefore(storage::Connection& reader, const std::string& subject,
                                       std::uint64_t index) {
  storage::Statement& select = reader.Prepare(
      "SELECT hash FROM entry WHERE subject = $1 AND idx < $2 AND sequence > 0 "
      "ORDER BY idx DESC LIMIT 1");
  select.Query(subject, index);
  if (!select.Step()) return std::nullopt;
  const merkle::Hash hash = ReadHash(select.Blob(0));
  select.Reset();
  return hash;
}

merkle::Hash StoredNode(storage::Connection& reader, merkle::NodeId node) {
  storage::Statement& select = reader.Prepare("SELECT hash FROM node WHERE position = $1");
  select.Query(merkle::Position(node));
  if (!select.Step()) Corrupt("a node of the tree is missing");
  const merkle::Hash hash = ReadHash(select.Blob(0));
  select.Reset();
  return hash;
}

// Checks that the tree that is stored is the one that the entries make.
void CheckTree(storage::Connection& reader, const merkle::Frontier& frontier) {
  storage::Statement& select = reader.Prepare("SELECT size, root FROM tree");
  select.Query();
  const bool same = select.Step() && static_cast<std::uint64_t>(select.Int(0)) == frontier.size() &&
                    ReadHash(select.Blob(1)) == frontier.Root();
  select.Reset();
  if (!same) Corrupt("the tree that is stored is not that of the entries");
}

// Checks the entries from the frontier's size on, at most a chunk, and advances the frontier.
// False at the end of the log.
bool CheckChunk(storage::Connection& reader, merkle::Frontier& frontier) {
  const std::uint64_t first = frontier.size();
  storage::Statement& select =
      reader.Prepare("SELECT idx, bytes, hash FROM entry WHERE idx >= $1 ORDER BY idx LIMIT $2");
  for (select.Query(first, kChunk); select.Step();) {
    const ledger::Sealed sealed = ReadSealed(select);
    const std::string name = "entries/" + std::to_string(sealed.entry.index);
    if (sealed.entry.index != frontier.size()) Corrupt("the log has a gap before " + name);
    if (sealed.entry.previous !=
        HashBefore(reader, sealed.entry.subject.Name(), sealed.entry.index)) {
      Corrupt(name + " does not follow its subject's entry before it");
    }
    frontier.Append(sealed.hash, [&](merkle::NodeId node, const merkle::Hash& hash) {
      if (StoredNode(reader, node) != hash) Corrupt("a node of the tree over " + name + " differs");
    });
  }
  if (frontier.size() > first) return true;
  CheckTree(reader, frontier);
  return false;
}

}  // namespace

FullCheck::FullCheck(storage::Database& database, std::function<void(const std::string&)> on_damage)
    : database_(database),
      on_damage_(std::move(on_damage)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void FullCheck::Run(const std::stop_token& stop) try {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> findings = storage::CheckIntegrity(database_.file(), kDuty, stop);
  if (!findings.empty() && !stop.stop_requested()) Corrupt(findings.front());
  CheckEntries(stop);
  if (stop.stop_requested()) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  spdlog::info("the whole log is sound; checked in {:.1f} s", took.count());
} catch (const std::exception& damage) {
  on_damage_(damage.what());
}

void FullCheck::CheckEntries(const std::stop_token& stop) {
  merkle::Frontier frontier;
  for (bool more = true; more && !stop.stop_requested();) {
    const auto start = std::chrono::steady_clock::now();
    {
      const storage::ReadLease reader = database_.Read();
      more = CheckChunk(*reader, frontier);
    }
    Rest(stop, std::chrono::steady_clock::now() - start);
  }
}

}  // namespace gongkai::workflow
