// A store in memory, for tests of a batch: what is written between Begin and Commit can be undone.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/purge.h"
#include "workflow/ledger/store.h"
#include "workflow/ledger/subject.h"

namespace gongkai::ledger {

class MemoryStore : public Store {
 public:
  bool full = false;  // Commit throws

  // Returns the records as of the last commit.
  const std::map<std::string, Record>& records() const { return committed_.records; }
  // Returns the log as of the last commit.
  const std::vector<Sealed>& log() const { return committed_.log; }

  // Stores a record that no entry of the log made.
  void Plant(const Record& record) {
    committed_.records[record.id.text()] = record;
    open_ = committed_;
  }

  merkle::Frontier LoadFrontier() override { return committed_.frontier; }
  base::Time NewestTime() override {
    return committed_.log.empty() ? base::Time{} : committed_.log.back().entry.time;
  }
  Revocations LoadRevocations() override { return {}; }

  void Begin() override { open_ = committed_; }
  void Commit() override {
    if (full) throw StoreFull("no room");
    committed_ = open_;
  }
  void Rollback() override { open_ = committed_; }

  std::optional<Record> FindRecord(const base::ReportId& id) override {
    const auto found = open_.records.find(id.text());
    return found == open_.records.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<Record> FindRecordAt(const base::ReportId& id, base::EntryIndex index) override {
    Record record;
    for (const Sealed& sealed : open_.log) {
      const Entry& entry = sealed.entry;
      if (entry.index > index || entry.subject != ReportSubject(id)) continue;
      Fold(record, entry, sealed.hash);
    }
    return record.state == machine::State::kNone ? std::nullopt : std::optional(record);
  }
  std::optional<base::EntryIndex> FindRequest(const base::ActorId& actor,
                                              std::string_view request_id) override {
    for (const Sealed& sealed : open_.log) {
      const Entry& entry = sealed.entry;
      if (entry.actor == actor && entry.request_id == request_id) return entry.index;
    }
    return std::nullopt;
  }
  std::optional<Sealed> FindEntry(base::EntryIndex index) override {
    const std::uint64_t place = ToNumber(index);
    return place < open_.log.size() ? std::optional(open_.log[place]) : std::nullopt;
  }
  std::optional<ChainEnd> FindChainEnd(const Subject& subject) override {
    std::optional<ChainEnd> end;
    for (const Sealed& sealed : open_.log) {
      if (sealed.entry.subject != subject || sealed.entry.sequence == 0) continue;
      end = ChainEnd{.sequence = sealed.entry.sequence, .hash = sealed.hash};
    }
    return end;
  }
  std::optional<base::Digest> NewestPolicy() override { return open_.policy; }
  std::vector<base::Digest> BroughtTo(const base::ReportId& report) override {
    std::vector<base::Digest> brought;
    for (const Sealed& sealed : open_.log) {
      if (sealed.entry.subject != ReportSubject(report)) continue;
      const auto detail = ReadDetail(sealed.entry.action, sealed.entry.detail);
      const auto* parts = detail ? std::get_if<Parts>(&*detail) : nullptr;
      if (parts == nullptr) continue;
      brought.insert(brought.end(), parts->digests.begin(), parts->digests.end());
      brought.push_back(*sealed.entry.content);
    }
    return brought;
  }
  bool IsInUse(std::span<const base::Digest> bytes) override {
    return std::ranges::any_of(open_.records, [&](const auto& each) {
      const Record& record = each.second;
      return NeedsItsContent(record.state) &&
             std::ranges::any_of(bytes, [&](const base::Digest& digest) {
               return digest == record.content || std::ranges::count(record.parts, digest) > 0;
             });
    });
  }
  std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest> parts) override {
    std::vector<base::ActorId> authors;
    for (const base::Digest& part : parts) {
      for (const auto& [of, author] : open_.authors) {
        if (of == part.ToHex()) authors.push_back(author);
      }
    }
    return authors;
  }
  std::uint32_t LastFormNumber(std::string_view department, std::int32_t year) override {
    std::uint32_t last = 0;
    for (const auto& [id, record] : open_.records) {
      if (record.department != department || record.form_number.year != year) continue;
      last = std::max(last, record.form_number.number);
    }
    return last;
  }
  std::optional<base::ReportId> FindCorrection(const base::ReportId& corrected,
                                               const base::ReportId& one) override {
    for (const auto& [id, record] : open_.records) {
      const bool corrects = record.corrects == corrected && record.id != one;
      if (corrects && !EndsUnpublished(record.state)) return record.id;
    }
    return std::nullopt;
  }

  void Append(const Sealed& entry, std::span<const merkle::Hash> /*completed_nodes*/) override {
    open_.log.push_back(entry);
  }
  void PutAuthor(const base::Digest& part, const base::ActorId& author) override {
    open_.authors.emplace(part.ToHex(), author);
  }
  void PutPolicyFile(const base::Digest& digest, std::string_view /*text*/) override {
    open_.policy = digest;
  }
  void PutRecord(const Record& record, bool /*keep*/) override {
    open_.records[record.id.text()] = record;
  }
  void PutFrontier(const merkle::Frontier& frontier) override { open_.frontier = frontier; }

 private:
  struct Content {
    merkle::Frontier frontier;
    std::vector<Sealed> log;
    std::map<std::string, Record> records;
    std::optional<base::Digest> policy;
    std::set<std::pair<std::string, base::ActorId>> authors;
  };

  Content committed_;
  Content open_;
};

}  // namespace gongkai::ledger
