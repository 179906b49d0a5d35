// Says what of the XML of a document is not for its readers.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "services/extract/mask/pruning.h"

namespace gongkai::extract {

// What becomes of an element.
enum class Cleaning : unsigned char { kKeep, kErase, kUnwrap };

// Returns what becomes of the element in a part whose outermost element is `root`. Names are without prefix.
Cleaning CleaningOf(OfficeKind kind, std::string_view root, std::string_view element);

// Returns whether the element, which is erased, says that something around it was deleted.
bool IsDeletion(std::string_view element);

// Returns what goes when all of these in it are gone, as a row without cells; "" for other elements.
std::string_view ContainerOf(std::string_view element);

bool IsErasedAttribute(OfficeKind kind, std::string_view attribute, std::string_view value);

// Returns whether the attribute may hold the id of a relationship.
bool IsReference(std::string_view attribute);

// Returns whether the element stays, without its attribute, when that to which it refers is gone.
bool OutlivesReference(std::string_view element);

// What the cache of a pivot table says when it has no records.
inline constexpr auto kWithoutRecords =
    std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"saveData", "0"}, {"refreshOnLoad", "1"}});

}  // namespace gongkai::extract
