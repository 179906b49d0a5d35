// Reads XML piece by piece.
#pragma once

#include <expat.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "services/extract/reading.h"
#include "services/extract/traced_text.h"

namespace gongkai::extract {

// The XML of a member that is at hand as a whole, so that places in it can be told.
struct XmlSource {
  std::uint32_t member = 0;  // as XmlPlace::member
  std::string_view xml;
};

// The attributes of an element.
class Attributes {
 public:
  // `tag` is the tag that has the attributes, and `place` where it stands, if that is known.
  explicit Attributes(const char* const* list, std::string_view tag = {}, XmlPlace place = {})
      : list_(list), tag_(tag), place_(place) {}

  // Returns the value of the attribute of this name without prefix; empty if there is none.
  std::string_view Get(std::string_view name) const;

  // Returns where that value stands between its quotes, if that is known.
  XmlPlace PlaceOf(std::string_view name) const;

  // Calls `visit` with the name, without prefix, the value and its place, of each.
  template <typename Visit>
  void ForEach(Visit visit) const {
    std::size_t read = 0;
    for (const char* const* at = list_; *at != nullptr; at += 2) {
      visit(LocalName(at[0]), std::string_view(at[1]), NextPlace(read));
    }
  }

  static std::string_view LocalName(std::string_view name) {
    return name.substr(name.rfind(':') + 1);
  }

 private:
  // Returns the place of the next value in the tag, of which so much has been read.
  XmlPlace NextPlace(std::size_t& read) const;

  const char* const* list_;
  std::string_view tag_;
  XmlPlace place_;
};

// Is told what is in the XML. Names of elements come without their prefix.
class XmlReader {
 public:
  virtual ~XmlReader() = default;
  virtual void Start(std::string_view element, const Attributes& attributes) = 0;
  virtual void End(std::string_view element) = 0;
  virtual void Text(std::string_view text) = 0;

  // Are called only where the places are known. Unseen is for a comment or a processing instruction; the mark of
  // CDATA is said to begin or to end.
  virtual void Unseen() {}
  virtual void CdataMark(bool /*begins*/) {}

 protected:
  // Returns where that stands which the reader is told: a tag, a piece of text. An end without a tag of its own is
  // behind its element.
  const XmlPlace& place() const { return place_; }

 private:
  friend class XmlParser;
  XmlPlace place_;
};

// Parses XML for a reader. Refuses a DOCTYPE, which no format that we read has: without it there are no
// entities to be expanded and nothing outside to be loaded.
class XmlParser {
 public:
  // `reader` must outlive this. The source, if there is one, is what will be fed, and must outlive this as well.
  explicit XmlParser(XmlReader& reader, std::optional<XmlSource> source = std::nullopt);

  // Returns what is wrong with the XML so far. kBroken or kTooDeep stay.
  Obstacle Feed(std::string_view piece);
  Obstacle Finish();

  // Makes Feed and Finish return this from now on.
  void Stop(Obstacle why);

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  static void OnStart(void* self, const char* name, const char** attributes);
  static void OnEnd(void* self, const char* name);
  static void OnText(void* self, const char* text, int size);
  static void OnDoctype(void* self, const char*, const char*, const char*, int);
  static void OnComment(void* self, const char*);
  static void OnInstruction(void* self, const char*, const char*);
  static void OnCdataBegin(void* self);
  static void OnCdataEnd(void* self);

  // Says to the reader where the parser is.
  void Trace();

  Obstacle Parse(std::string_view piece, bool is_last);

  XmlReader& reader_;
  const std::optional<XmlSource> source_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  int depth_ = 0;
  Obstacle why_ = Obstacle::kNone;
};

// Parses a text that is at hand.
Obstacle ParseXml(std::string_view xml, XmlReader& reader);

// As above, and says to the reader where each thing stands in this member.
Obstacle ParseXml(std::string_view xml, XmlReader& reader, std::uint32_t member);

}  // namespace gongkai::extract
