#include "services/extract/markup.h"

#include <array>
#include <utility>

#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

// Texts, of documents, charts and comments.
constexpr auto kTexts = std::to_array<std::string_view>({"t", "v", "text", "pt"});
constexpr auto kDeletedTexts = std::to_array<std::string_view>({"delText"});
constexpr auto kCodes = std::to_array<std::string_view>({"instrText", "delInstrText", "f"});

// What ends a line as a paragraph does.
constexpr auto kParagraphs =
    std::to_array<std::string_view>({"p", "cm", "comment", "threadedComment", "si"});

// Elements whose value is text that a reader can come to see.
constexpr auto kValues =
    std::to_array<std::string_view>({"lvlText", "docVar", "default", "listEntry", "alias", "tag",
                                     "statusText", "helpText", "result", "attr"});

// Attributes whose value is a field, or a choice of a list.
constexpr auto kCodeAttributes = std::to_array<std::string_view>({"instr", "displayText", "value"});

// Attributes whose value is shown in place of something, or beside it: of pictures, links and watermarks.
constexpr auto kAlternatives =
    std::to_array<std::string_view>({"descr", "title", "alt", "tooltip", "string"});

// Elements that name a person.
constexpr auto kPersons = std::to_array<std::string_view>({"person", "cmAuthor", "author"});

bool IsOn(std::string_view value) { return value != "0" && value != "false" && value != "off"; }

void AppendLine(std::string_view line, const XmlPlace& place, TracedText& to) {
  if (line.empty()) return;
  to.Append(line, place);
  to += '\n';
}

}  // namespace

MarkupReader::MarkupReader(std::set<std::string> hidden_styles)
    : hidden_styles_(std::move(hidden_styles)) {}

void MarkupReader::StartText(std::string_view element) {
  is_in_block_ = false;
  is_author_ = element == "author";
  is_formula_ = element == "f";
  target_ = nullptr;
  if (IsOneOf(element, kDeletedTexts) || (element == "t" && moved_ > 0)) {
    target_ = &deleted_;
  } else if (IsOneOf(element, kTexts)) {
    if (is_in_run_ && (is_hidden_run_ || is_hidden_paragraph_)) {
      target_ = &hidden_;
    } else {
      is_in_block_ = true;
    }
  } else if (IsOneOf(element, kCodes)) {
    target_ = &codes_;
  }
}

void MarkupReader::ReadAlternatives(std::string_view element, const Attributes& attributes) {
  const bool has_name = element == "docPr" || element == "cNvPr";
  const bool has_code = element == "fldSimple" || element == "listItem";
  attributes.ForEach([&](std::string_view name, std::string_view value, const XmlPlace& place) {
    if (IsOneOf(name, kAlternatives) || (has_name && name == "name")) {
      AppendLine(value, place, alternatives_);
    } else if (has_code && IsOneOf(name, kCodeAttributes)) {
      AppendLine(value, place, codes_);
    }
  });
}

void MarkupReader::ReadAttributes(std::string_view element, const Attributes& attributes) {
  ReadAlternatives(element, attributes);
  if (IsOneOf(element, kValues)) {
    AppendLine(attributes.Get("val"), attributes.PlaceOf("val"), codes_);
  } else if (IsOneOf(element, kPersons)) {
    for (const char* name : {"name", "displayName"}) {
      authors_.insert(std::string(attributes.Get(name)));
    }
  } else if (element == "vanish" || element == "webHidden") {
    if (is_in_run_) is_hidden_run_ = IsOn(attributes.Get("val"));
  } else if (element == "rStyle" && is_in_run_) {
    is_hidden_run_ = is_hidden_run_ || hidden_styles_.contains(std::string(attributes.Get("val")));
  } else if (element == "pStyle") {
    is_hidden_paragraph_ = hidden_styles_.contains(std::string(attributes.Get("val")));
  } else if (element == "sld") {
    is_hidden_slide_ = !IsOn(attributes.Get("show"));
  }
  const std::string_view author = attributes.Get("author");
  if (!author.empty()) authors_.emplace(author);
}

void MarkupReader::Break(std::string_view text) {
  if (moved_ > 0) {
    deleted_ += text;
  } else if (is_hidden_run_ || is_hidden_paragraph_) {
    hidden_ += text;
  } else {
    blocks_.back() += text;
  }
}

void MarkupReader::StartRun() {
  is_in_run_ = true;
  is_hidden_run_ = false;
}

void MarkupReader::Start(std::string_view element, const Attributes& attributes) {
  StartText(element);
  ReadAttributes(element, attributes);
  if (element == "r") {
    StartRun();
  } else if (element == "p" || element == "tc") {
    blocks_.emplace_back();
    is_hidden_paragraph_ = false;
  } else if (element == "moveFrom") {
    ++moved_;
  } else if ((element == "tab" || element == "ptab") && is_in_run_) {
    Break("\t");
  } else if (element == "br" || element == "cr") {
    Break("\n");
  } else if (element == "noBreakHyphen") {
    Break("-");
  }
}

void MarkupReader::EndBlock(std::string_view element) {
  TracedText text = std::move(blocks_.back());
  blocks_.pop_back();
  if (element == "tc") {
    // A cell is one line, so that its row is one.
    while (text.EndsWith('\n')) text.PopBack();
    text.MakeOneLine();
  }
  text += element == "tc" ? '\t' : '\n';
  blocks_.back() += text;
}

void MarkupReader::End(std::string_view element) {
  target_ = nullptr;
  is_in_block_ = false;
  is_author_ = false;
  is_formula_ = false;
  if (element == "r") {
    is_in_run_ = false;
    is_hidden_run_ = false;
  } else if (element == "p" || element == "tc") {
    EndBlock(element);
  } else if (element == "tr") {
    if (blocks_.back().EndsWith('\t')) blocks_.back().PopBack();
    blocks_.back() += '\n';
  } else if (element == "moveFrom") {
    --moved_;
  } else if (element == "author") {
    authors_.insert(std::exchange(author_, ""));
  } else if (IsOneOf(element, kCodes)) {
    codes_ += '\n';
  } else if (element == "v" || element == "text") {
    blocks_.back() += '\n';
  }
  if (IsOneOf(element, kParagraphs)) {
    for (TracedText* text : {&hidden_, &deleted_}) {
      if (!text->empty() && !text->EndsWith('\n')) *text += '\n';
    }
    if (element != "p") blocks_.back() += '\n';
  }
}

void MarkupReader::Text(std::string_view text) {
  if (is_in_block_) {
    blocks_.back().Append(text, place());
  } else if (target_ != nullptr) {
    target_->Append(text, is_formula_ ? place().OfFormula() : place());
  } else if (is_author_) {
    author_ += text;
  }
}

void MarkupReader::Deliver(Reading& reading, std::string_view part, PartKind kind) {
  TracedText shown;
  for (const TracedText& block : blocks_) shown += block;
  reading.Add(part, is_hidden_slide_ ? PartKind::kHidden : kind, shown);
  reading.Add(Named(part, "隐藏文字"), PartKind::kHidden, hidden_);
  reading.Add(Named(part, "已删除"), PartKind::kDeleted, deleted_);
  reading.AddAside(Named(part, "域代码"), PartKind::kShown, codes_);
  reading.AddAside(Named(part, "替代文字"), PartKind::kShown, alternatives_);
  std::string authors;
  for (const std::string& author : authors_) {
    if (!author.empty()) authors += author + '\n';
  }
  reading.Add(Named(part, "作者"), PartKind::kProperty, authors);
}

void HiddenStylesReader::Start(std::string_view element, const Attributes& attributes) {
  if (element == "style") {
    style_ = attributes.Get("styleId");
  } else if (element == "vanish" && IsOn(attributes.Get("val"))) {
    styles_.insert(style_);
  }
}

void PlainXmlReader::Break() {
  if (!text_.empty() && !text_.EndsWith('\n')) text_ += '\n';
}

void PlainXmlReader::Start(std::string_view, const Attributes& attributes) {
  Break();
  if (!with_attributes_) return;
  attributes.ForEach([this](std::string_view, std::string_view value, const XmlPlace& place) {
    text_.Append(value, place);
    Break();
  });
}

void PlainXmlReader::End(std::string_view) { Break(); }

}  // namespace gongkai::extract
