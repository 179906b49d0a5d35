// What the readers of containers share.
#pragma once

#include <string>

#include "services/extract/reading.h"
#include "services/extract/zip.h"

namespace gongkai::extract {

// A container that is being read.
struct Container {
  Reading& reading;
  const File& file;
  const Zip& zip;

  std::string PartOf(const Member& member) const { return extract::PartOf(file, member.name()); }
};

// Reads a zip container: an Office or OpenDocument or OFD document, or any other files.
void ReadContainer(Reading& reading, const File& file);

// Reads what a container says of its members: their names, and the comments.
void ReadNames(const Container& container);

// Reads the member as a file of its own.
void ReadEmbedded(const Container& container, Member& member);

// Reads the XML of the member. Returns false, and says why, if that failed; what was read until then counts.
bool ReadXml(const Container& container, Member& member, XmlReader& reader);

// Reads all text of a member of a format that has no reader of its own.
void ReadPlainXml(const Container& container, Member& member, PartKind kind,
                  bool with_attributes = false);

}  // namespace gongkai::extract
