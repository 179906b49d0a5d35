#include "services/extract/xml.h"

#include <algorithm>
#include <cstddef>

namespace gongkai::extract {
namespace {

constexpr std::size_t kPiece = 65536;
constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

std::string_view Attributes::Get(std::string_view name) const {
  for (const char* const* at = list_; *at != nullptr; at += 2) {
    if (LocalName(at[0]) == name) return at[1];
  }
  return {};
}

XmlPlace Attributes::NextPlace(std::size_t& read) const {
  if (tag_.empty()) return {};
  if (read == 0) read = std::min(tag_.find_first_of(kBlanks), tag_.size());  // behind the name
  // An attribute is a name, an equals sign and a value in quotes, which the parser has checked.
  const std::size_t equals = tag_.find('=', read);
  const std::size_t quote = tag_.find_first_of("\"'", equals);
  if (quote == std::string_view::npos) return {};
  const std::size_t end = tag_.find(tag_[quote], quote + 1);
  read = end + 1;
  XmlPlace place = place_;
  place.end = place.begin + end;
  place.begin += quote + 1;
  place.is_attribute = true;
  return place;
}

XmlPlace Attributes::PlaceOf(std::string_view name) const {
  XmlPlace found;
  ForEach([&](std::string_view some, std::string_view, const XmlPlace& place) {
    if (some == name && !found.is_known()) found = place;
  });
  return found;
}

XmlParser::XmlParser(XmlReader& reader, std::optional<XmlSource> source)
    : reader_(reader), source_(source), parser_(XML_ParserCreate(nullptr)) {
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser_.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
  if (!source_) return;
  XML_SetCommentHandler(parser_.get(), OnComment);
  XML_SetProcessingInstructionHandler(parser_.get(), OnInstruction);
  XML_SetCdataSectionHandler(parser_.get(), OnCdataBegin, OnCdataEnd);
}

void XmlParser::Trace() {
  if (!source_) return;
  const auto at = static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_.get()));
  const auto size = static_cast<std::size_t>(XML_GetCurrentByteCount(parser_.get()));
  reader_.place_ = {.member = source_->member, .begin = at, .end = at + size};
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
  parser.Trace();
  const XmlPlace place = parser.reader_.place_;
  const std::string_view tag =
      parser.source_ ? parser.source_->xml.substr(place.begin, place.end - place.begin)
                     : std::string_view();
  parser.reader_.Start(Attributes::LocalName(name), Attributes(attributes, tag, place));
}

void XmlParser::OnEnd(void* self, const char* name) {
  auto& parser = *static_cast<XmlParser*>(self);
  if (parser.why_ != Obstacle::kNone) return;
  --parser.depth_;
  parser.Trace();
  parser.reader_.End(Attributes::LocalName(name));
}

void XmlParser::OnText(void* self, const char* text, int size) {
  auto& parser = *static_cast<XmlParser*>(self);
  if (parser.why_ != Obstacle::kNone) return;
  parser.Trace();
  parser.reader_.Text({text, static_cast<std::size_t>(size)});
}

void XmlParser::OnComment(void* self, const char*) {
  auto& parser = *static_cast<XmlParser*>(self);
  parser.Trace();
  parser.reader_.Unseen();
}

void XmlParser::OnInstruction(void* self, const char*, const char*) { OnComment(self, nullptr); }

void XmlParser::OnCdataBegin(void* self) {
  auto& parser = *static_cast<XmlParser*>(self);
  parser.Trace();
  parser.reader_.CdataMark(true);
}

void XmlParser::OnCdataEnd(void* self) {
  auto& parser = *static_cast<XmlParser*>(self);
  parser.Trace();
  parser.reader_.CdataMark(false);
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

Obstacle ParseXml(std::string_view xml, XmlReader& reader, std::uint32_t member) {
  XmlParser parser(reader, XmlSource{member, xml});
  parser.Feed(xml);
  return parser.Finish();
}

}  // namespace gongkai::extract
