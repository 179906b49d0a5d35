#include "services/extract/reading.h"

#include <utility>

#include "services/extract/encoding.h"
#include "workflow/base/utf8.h"

namespace gongkai::extract {
namespace {

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

// A text of at most so many bytes.
struct Cut {
  std::string text;
  bool is_cut = false;
};

// Returns the text with what is not UTF-8 replaced, cut between characters if it is too long.
Cut Fit(std::string_view text, std::size_t size) {
  Cut fit{.text = base::IsUtf8(text) ? std::string(text) : ReplaceNonUtf8(text)};
  if (fit.text.size() <= size) return fit;
  while (size > 0 && (static_cast<unsigned char>(fit.text[size]) & 0xC0) == 0x80) --size;
  fit.text.resize(size);
  fit.is_cut = true;
  return fit;
}

std::string NameOf(std::string_view name) {
  Cut fit = Fit(name, kMaxName);
  if (fit.is_cut) fit.text += "…";
  return fit.text;
}

}  // namespace

std::string PartOf(const File& file, std::string_view part) {
  return file.name.empty() ? std::string(part) : file.name + '/' + std::string(part);
}

std::string Named(std::string_view part, std::string_view what) {
  std::string name(part);
  if (!name.empty()) name += ' ';
  return name.append("(").append(what).append(")");
}

Reading::Reading(Write write) : write_(std::move(write)) {
  write_(extraction::RecordWriter::Begin());
}

bool Reading::TakeRecord() {
  if (is_full_) return false;
  if (++record_count_ < kMaxRecords) return true;
  is_full_ = true;
  Tell("", Obstacle::kTooLarge);
  return false;
}

void Reading::Tell(std::string_view name, Obstacle why) {
  if (listener_ == nullptr) {
    write_(records_.Record(NameOf(name), why));
  } else {
    listener_->OnUnread(name, why);
  }
}

void Reading::Add(std::string_view name, PartKind kind, std::string_view text) {
  NoteText(kind, text);
  Deliver(name, kind, text, nullptr);
}

void Reading::Add(std::string_view name, PartKind kind, const TracedText& text) {
  NoteText(kind, text.text());
  Deliver(name, kind, text.text(), &text);
}

void Reading::AddAside(std::string_view name, PartKind kind, std::string_view text) {
  Deliver(name, kind, text, nullptr);
}

void Reading::AddAside(std::string_view name, PartKind kind, const TracedText& text) {
  Deliver(name, kind, text.text(), &text);
}

void Reading::NoteText(PartKind kind, std::string_view text) {
  if (kind == PartKind::kProperty || kind == PartKind::kPosition) return;
  has_text_ = has_text_ || !IsBlank(text);
}

void Reading::Deliver(std::string_view name, PartKind kind, std::string_view text,
                      const TracedText* traced) {
  if (IsBlank(text) || !TakeRecord()) return;
  const Cut fit = Fit(text, text_left_);
  text_left_ -= fit.text.size();
  if (listener_ == nullptr) {
    write_(records_.Record(NameOf(name), kind, fit.text));
  } else {
    listener_->OnText(name, kind, traced == nullptr ? TracedText(fit.text) : *traced);
  }
  if (!fit.is_cut) return;
  AddUnread(name, Obstacle::kTooLarge);
  is_full_ = true;
}

void Reading::AddUnread(std::string_view name, Obstacle why) {
  if (why == Obstacle::kNone || !TakeRecord()) return;
  has_unread_ = true;
  Tell(name, why);
}

void Reading::Finish() {
  if (!has_text_ && !has_unread_) AddUnread("", Obstacle::kNoText);
  if (listener_ == nullptr) write_(records_.End());
}

bool Reading::TakeUnpacked(std::size_t bytes) {
  if (bytes > unpacked_left_) return false;
  unpacked_left_ -= bytes;
  return true;
}

bool Reading::TakeEntry() {
  if (entries_left_ == 0) return false;
  --entries_left_;
  return true;
}

}  // namespace gongkai::extract
