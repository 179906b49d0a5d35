#include "workflow/ledger/sealing.h"

#include <string>
#include <utility>

#include "workflow/base/time.h"
#include "workflow/base/utf8.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/detail.h"
#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

// Returns what is wrong with an entry that does not decode to itself.
std::string FaultOf(const Entry& entry) {
  if (entry.time < base::Time{}) return "its time is before 1970";
  for (const auto& [name, text] :
       {std::pair<const char*, const std::string&>("actor", entry.actor.text()),
        {"on_behalf_of", entry.on_behalf_of.text()},
        {"via", entry.via},
        {"department", entry.department},
        {"comment", entry.comment},
        {"request_id", entry.request_id}}) {
    if (!base::IsUtf8(text)) return std::string(name) + " is not UTF-8";
  }
  return "it does not decode to what was meant";
}

Error Unreadable(const Entry& entry, const std::string& fault) {
  return errors::Internal("An entry of action " + std::to_string(static_cast<int>(entry.action)) +
                          " about " + entry.subject.Name() + " was not written: " + fault + ".");
}

}  // namespace

Result<Sealed> Seal(Entry entry) {
  Sealed sealed{.bytes = Encode(entry)};
  if (sealed.bytes.size() > kMaxEntryBytes)
    return Unreadable(entry, "it is longer than 65,535 bytes");
  if (Decode(sealed.bytes) != entry) return Unreadable(entry, FaultOf(entry));
  if (!ReadDetail(entry.action, entry.detail))
    return Unreadable(entry, "its detail cannot be read");
  sealed.hash = merkle::LeafHash(sealed.bytes);
  sealed.entry = std::move(entry);
  return sealed;
}

}  // namespace gongkai::ledger
