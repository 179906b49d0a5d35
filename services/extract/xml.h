// Reads XML piece by piece.
#pragma once

#include <expat.h>

#include <memory>
#include <string_view>

#include "services/extract/reading.h"

namespace gongkai::extract {

// The attributes of an element.
class Attributes {
 public:
  explicit Attributes(const char* const* list) : list_(list) {}

  // Returns the value of the attribute of this name without prefix; empty if there is none.
  std::string_view Get(std::string_view name) const;

  // Calls `visit` with the name, without prefix, and the value of each.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const char* const* at = list_; *at != nullptr; at += 2) visit(LocalName(at[0]), at[1]);
  }

  static std::string_view LocalName(std::string_view name) {
    return name.substr(name.rfind(':') + 1);
  }

 private:
  const char* const* list_;
};

// Is told what is in the XML. Names of elements come without their prefix.
class XmlReader {
 public:
  virtual ~XmlReader() = default;
  virtual void Start(std::string_view element, const Attributes& attributes) = 0;
  virtual void End(std::string_view element) = 0;
  virtual void Text(std::string_view text) = 0;
};

// Parses XML for a reader. Refuses a DOCTYPE, which no format that we read has: without it there are no
// entities to be expanded and nothing outside to be loaded.
class XmlParser {
 public:
  // `reader` must outlive this.
  explicit XmlParser(XmlReader& reader);

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

  Obstacle Parse(std::string_view piece, bool is_last);

  XmlReader& reader_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  int depth_ = 0;
  Obstacle why_ = Obstacle::kNone;
};

// Parses a text that is at hand.
Obstacle ParseXml(std::string_view xml, XmlReader& reader);

}  // namespace gongkai::extract
