#include "workflow/ledger/entry.h"

#include <algorithm>
#include <span>

#include "workflow/base/utf8.h"
#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

constexpr std::string_view kMagic = "gongkai.audit.v1.Leaf";

std::string_view View(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <std::size_t N>
bool Read(std::string_view bytes, std::array<std::uint8_t, N>& out) {
  if (bytes.size() != N) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

bool Read(std::string_view bytes, std::optional<merkle::Hash>& out) {
  return Read(bytes, out.emplace());
}

bool Read(std::string_view bytes, std::optional<base::Digest>& out) {
  out = base::Digest::FromBytes(bytes);
  return out.has_value();
}

bool Read(std::string_view bytes, Subject& out) {
  std::optional<Subject> subject = ParseSubject(bytes);
  if (!subject) return false;
  out = *std::move(subject);
  return true;
}

bool Read(std::string_view bytes, std::optional<Subject>& out) {
  return Read(bytes, out.emplace());
}

template <class Enum>
bool Read(std::uint64_t number, Enum& out, std::uint64_t last) {
  if (number > last) return false;
  out = static_cast<Enum>(number);
  return true;
}

bool Read(std::uint64_t number, base::Time& out) {
  out = base::FromMicros(static_cast<std::int64_t>(number));
  return out >= base::Time{};
}

bool Read(std::string_view bytes, std::string& out) {
  out = bytes;
  return base::IsUtf8(bytes);
}

bool Read(std::string_view bytes, base::ActorId& out) {
  out = base::ActorId(bytes);
  return base::IsUtf8(bytes);
}

bool ReadNumber(std::uint32_t field, std::uint64_t value, Entry& out) {
  switch (field) {
    case 2:
      out.index = base::EntryIndex{value - 1};
      return value > 0;
    case 4:
      return Read(value, out.time);
    case 6:
      out.sequence = value;
      return true;
    case 12:
      return Read(value, out.role, machine::kRoleCount - 1);
    case 13:
      return Read(value, out.action, machine::kActionCount - 1);
    case 14:
      return Read(value, out.from, machine::kStateCount - 1);
    case 15:
      return Read(value, out.to, machine::kStateCount - 1);
    default:
      return false;
  }
}

bool ReadBytes(std::uint32_t field, std::string_view bytes, Entry& out) {
  switch (field) {
    case 1:
      return bytes == kMagic;
    case 3:
      return Read(bytes, out.blinding);
    case 5:
      return Read(bytes, out.subject);
    case 7:
      return Read(bytes, out.previous);
    case 8:
      return Read(bytes, out.actor);
    case 9:
      return Read(bytes, out.on_behalf_of);
    case 10:
      return Read(bytes, out.via);
    case 11:
      return Read(bytes, out.department);
    case 16:
      return Read(bytes, out.content);
    case 17:
      return Read(bytes, out.related);
    case 18:
      return Read(bytes, out.comment);
    case 19:
      out.detail = bytes;
      return true;
    case 20:
      return Read(bytes, out.request_id);
    case 21:
      return Read(bytes, out.request);
    default:
      return false;
  }
}

}  // namespace

std::string Encode(const Entry& entry) {
  std::string out;
  out.reserve(384 + entry.detail.size());
  WireWriter writer(out);
  const auto number = [](auto value) { return static_cast<std::uint64_t>(value); };
  const auto digest = [](const std::optional<base::Digest>& value) {
    return value ? value->view() : std::string_view();
  };
  writer.Bytes(1, kMagic);
  writer.Number(2, number(Next(entry.index)));
  writer.Bytes(3, View(entry.blinding));
  writer.Number(4, number(base::ToMicros(entry.time)));
  writer.Bytes(5, entry.subject.Name());
  writer.Number(6, entry.sequence);
  if (entry.previous) writer.Bytes(7, View(*entry.previous));
  writer.Bytes(8, entry.actor.text());
  writer.Bytes(9, entry.on_behalf_of.text());
  writer.Bytes(10, entry.via);
  writer.Bytes(11, entry.department);
  writer.Number(12, number(entry.role));
  writer.Number(13, number(entry.action));
  writer.Number(14, number(entry.from));
  writer.Number(15, number(entry.to));
  writer.Bytes(16, digest(entry.content));
  if (entry.related) writer.Bytes(17, entry.related->Name());
  writer.Bytes(18, entry.comment);
  writer.Bytes(19, entry.detail);
  writer.Bytes(20, entry.request_id);
  writer.Bytes(21, digest(entry.request));
  return out;
}

std::optional<Entry> Decode(std::string_view bytes) {
  if (bytes.size() > kMaxEntryBytes) return std::nullopt;
  Entry entry;
  const bool read = ForEachField(bytes, [&entry](const WireField& field) {
    return field.IsBytes() ? ReadBytes(field.number, field.bytes, entry)
                           : ReadNumber(field.number, field.value, entry);
  });
  // Order, repetition, padding and empty fields are all settled by there being one encoding.
  if (!read || entry.subject.collection.empty() || Encode(entry) != bytes) return std::nullopt;
  return entry;
}

}  // namespace gongkai::ledger
