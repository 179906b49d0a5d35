// What one run reads out of its file: writes it, and counts it against the limits.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "services/extract/limits.h"
#include "services/extract/traced_text.h"
#include "services/lib/extraction/record/records.h"
#include "workflow/leak/document.h"

namespace gongkai::extract {

using leak::Obstacle;
using leak::PartKind;

// A file, or one in it.
struct File {
  std::string name;        // as Part::name; empty: the document
  std::string hint;        // what it is called; says little about what it is
  std::string_view bytes;  // must outlive the reading
  int depth = 0;           // how many containers it is in
};

// Returns the name of a part of the file.
std::string PartOf(const File& file, std::string_view part);

// Returns the name with what it is of the part in brackets: "word/document.xml (批注)".
std::string Named(std::string_view part, std::string_view what);

// Is told what is read, with the places of its pieces.
class TextListener {
 public:
  virtual ~TextListener() = default;
  virtual void OnText(std::string_view name, PartKind kind, const TracedText& text) = 0;
  virtual void OnUnread(std::string_view name, Obstacle why) = 0;
};

class Reading {
 public:
  using Write = std::function<void(std::string_view)>;

  // `write` gets the records, in pieces of any size.
  explicit Reading(Write write);

  // Tells the listener, which must outlive this, and writes no records.
  explicit Reading(TextListener& listener) : listener_(&listener) {}

  // Writes a text, unless it is blank. What is not UTF-8 in it becomes U+FFFD. A text that is longer than
  // what is left of the limit is cut, and said to be too large.
  void Add(std::string_view name, PartKind kind, std::string_view text);

  // As above, of texts that do not count as the text of the document, such as the names of its members.
  void AddAside(std::string_view name, PartKind kind, std::string_view text);

  // The same, of a text with places.
  void Add(std::string_view name, PartKind kind, const TracedText& text);
  void AddAside(std::string_view name, PartKind kind, const TracedText& text);

  void AddUnread(std::string_view name, Obstacle why);

  // Writes the last record. A document in which there was nothing to read is said to be without text.
  void Finish();

  // Returns whether no more text can be written, so that reading on is useless.
  bool is_full() const { return is_full_; }

  // Take from what is left to unpack. Return false if there is less left.
  bool TakeUnpacked(std::size_t bytes);
  bool TakeEntry();

 private:
  bool TakeRecord();
  void NoteText(PartKind kind, std::string_view text);
  void Deliver(std::string_view name, PartKind kind, std::string_view text,
               const TracedText* traced);
  void Tell(std::string_view name, Obstacle why);

  Write write_;
  TextListener* listener_ = nullptr;
  extraction::RecordWriter records_;
  std::size_t record_count_ = 0;
  std::size_t text_left_ = kMaxText;
  std::size_t unpacked_left_ = kMaxUnpacked;
  std::size_t entries_left_ = kMaxEntries;
  bool is_full_ = false;
  bool has_text_ = false;
  bool has_unread_ = false;
};

}  // namespace gongkai::extract
