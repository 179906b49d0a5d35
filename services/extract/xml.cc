#include "services/extract/xml.h"

#include <algorithm>
#include <cstddef>

namespace gongkai::extract {
namespace {

constexpr std::size_t kPiece = 65536;

}  // namespace

std::string_view Attributes::Get(std::string_view name) const {
  for (const char* const* at = list_; *at != nullptr; at += 2) {
    if (LocalName(at[0]) == name) return at[1];
  }
  return {};
}

XmlParser::XmlParser(XmlReader& reader) : reader_(reader), parser_(XML_ParserCreate(nullptr)) {
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser_.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
}

void XmlParser::Stop(Obstacle why) {
  if (why_ != Obstacle::kNone) return;
  why_ = why;
  XML_StopParser(parser_.get(), XML_FALSE);
}

void XmlParser::OnStart(void* self, const char* name, const char** attributes) {
  auto& parser = *static_cast<XmlParser*>(self);
  if (parser.why_ != Obstacle::kNone) return;
  if (++parser.depth_ > kMaxXmlDepth) return parser.Stop(Obstacle::kTooDeep);
  parser.reader_.Start(Attributes::LocalName(name), Attributes(attributes));
}

void XmlParser::OnEnd(void* self, const char* name) {
  auto& parser = *static_cast<XmlParser*>(self);
  if (parser.why_ != Obstacle::kNone) return;
  --parser.depth_;
  parser.reader_.End(Attributes::LocalName(name));
}

void XmlParser::OnText(void* self, const char* text, int size) {
  auto& parser = *static_cast<XmlParser*>(self);
  if (parser.why_ != Obstacle::kNone) return;
  parser.reader_.Text({text, static_cast<std::size_t>(size)});
}

void XmlParser::OnDoctype(void* self, const char*, const char*, const char*, int) {
  static_cast<XmlParser*>(self)->Stop(Obstacle::kBroken);
}

Obstacle XmlParser::Parse(std::string_view piece, bool is_last) {
  if (why_ != Obstacle::kNone) return why_;
  if (XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last) !=
          XML_STATUS_OK &&
      why_ == Obstacle::kNone) {
    why_ = Obstacle::kBroken;
  }
  return why_;
}

Obstacle XmlParser::Feed(std::string_view piece) {
  while (!piece.empty() && why_ == Obstacle::kNone) {
    Parse(piece.substr(0, kPiece), false);
    piece.remove_prefix(std::min(piece.size(), kPiece));
  }
  return why_;
}

Obstacle XmlParser::Finish() { return Parse("", true); }

Obstacle ParseXml(std::string_view xml, XmlReader& reader) {
  XmlParser parser(reader);
  parser.Feed(xml);
  return parser.Finish();
}

}  // namespace gongkai::extract
