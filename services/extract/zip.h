// Reads zip containers out of memory, as Office does: by the directory at the end.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/reading.h"
#include "services/extract/xml.h"

struct archive;
struct archive_entry;

namespace gongkai::extract {

// A member of a container, while it is visited.
class Member {
 public:
  Member(Reading& reading, archive* from, archive_entry* entry, std::string name,
         std::optional<std::uint32_t> number);

  const std::string& name() const { return name_; }  // UTF-8

  // Returns its number in places, if they are asked for.
  std::optional<std::uint32_t> number() const { return number_; }

  // Reads the content. Returns kNone if all of it was read. At most one of these may be called, once.
  Obstacle Read(std::string& content);
  Obstacle Read(XmlReader& reader);

 private:
  Obstacle ReadPieces(const std::function<Obstacle(std::string_view)>& use);

  Reading& reading_;
  archive* from_;
  archive_entry* entry_;
  std::string name_;
  std::optional<std::uint32_t> number_;
};

class Zip {
 public:
  // Reads the directory. The bytes and the reading must outlive this. The places of what is read are told if that is
  // asked for: then each member is held in memory while it is read.
  Zip(Reading& reading, std::string_view bytes, bool tells_places = false);

  // Returns what is wrong with the container as a whole, such as members that the directory does not list.
  Obstacle why() const { return why_; }

  // Returns the names of the members, in the order of the directory, without those of folders.
  const std::vector<std::string>& names() const { return names_; }
  bool Has(std::string_view name) const;

  // Returns the comments of the members and that of the container, as UTF-8, a line each.
  std::string Comments() const;

  // Calls `visit` for each member that is a file and that `is_wanted`.
  void ForEach(const std::function<bool(const std::string&)>& is_wanted,
               const std::function<void(Member&)>& visit) const;

 private:
  Reading& reading_;
  std::string_view bytes_;
  const bool tells_places_;
  std::vector<std::string> names_;
  Obstacle why_ = Obstacle::kNone;
};

}  // namespace gongkai::extract
