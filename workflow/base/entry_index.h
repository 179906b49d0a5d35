// The position of an entry in the ledger, and the name that is made of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::base {

// Counts the entries of the ledger from 0. Nothing else orders entries. The API calls it position.
enum class EntryIndex : std::uint64_t {};

// Returns the number of the position: the number of entries before it.
constexpr std::uint64_t ToNumber(EntryIndex index) { return static_cast<std::uint64_t>(index); }

constexpr EntryIndex Next(EntryIndex index) { return EntryIndex{ToNumber(index) + 1}; }

// Returns the name of the entry, "entries/42".
std::string EntryName(EntryIndex index);

// Returns the position in `entries/{position}`. Returns nullopt if `name` is no such name, if the
// number is not written as EntryName writes it, or if it is 2^62 or more.
std::optional<EntryIndex> ParseEntryName(std::string_view name);

}  // namespace gongkai::base
