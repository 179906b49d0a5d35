// Converts the lists of a record to the value of one column, and back. Each item is a line. Tabs
// end the parts of an item, because no identity contains a tab. A digest is 32 bytes, and nothing
// ends a digest. The Read functions throw CorruptError for a value that the Write functions do not
// write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/ledger/record.h"

namespace gongkai::workflow {

// Returns one line per approval: action, reviewer, on_behalf_of, content digest and time; then, but
// only if one of them says something, whether it decided on the attribute, and the department for
// which it was given.
std::string WriteApprovals(const std::vector<ledger::Approval>& approvals);
std::vector<ledger::Approval> ReadApprovals(std::string_view bytes);

// Returns one line per claimant: identity and the time of the first claim.
std::string WriteClaimants(const std::vector<ledger::Claimant>& claimants);
std::vector<ledger::Claimant> ReadClaimants(std::string_view text);

// Returns one line per text. A text must not contain a line break.
std::string WriteLines(const std::vector<std::string>& texts);
std::vector<std::string> ReadLines(std::string_view text);

// Returns one line per id.
std::string WriteActors(const std::vector<base::ActorId>& actors);
std::vector<base::ActorId> ReadActors(std::string_view text);

// Returns one line for each term, whether it is set or not: start, days, due time, near time and what
// was told. Returns an empty text if there is nothing to say.
std::string WriteTerms(const ledger::Terms& terms);
ledger::Terms ReadTerms(std::string_view text);

// Returns one line per span: its first and its last day, in days since 1970.
std::string WriteStops(const std::vector<ledger::DaySpan>& stops);
std::vector<ledger::DaySpan> ReadStops(std::string_view text);

// Returns one line for the check, with content, version of the rules, number of findings and list, the
// digests in hexadecimal digits; then one line for each verdict: first finding, count, verdict,
// reviewer, on_behalf_of and time.
// Returns an empty text if nothing was checked.
std::string WriteLeakReview(const ledger::LeakReview& review);
ledger::LeakReview ReadLeakReview(std::string_view text);

// Returns the digests one after the other, without lines.
std::string WriteDigests(const std::vector<base::Digest>& digests);
std::vector<base::Digest> ReadDigests(std::string_view bytes);

// Returns the hash, or the digest, of these 32 bytes. Throws CorruptError for any other number of
// bytes.
merkle::Hash ReadHash(std::string_view bytes);
base::Digest ReadDigest(std::string_view bytes);

// Returns the enumerator of this number. Throws CorruptError if there is none: what is in a column
// is not protected by the hash of an entry.
template <class Enum>
Enum ReadEnum(std::int64_t number);

// Returns the 32 bytes of the hash. `hash` must outlive the view.
inline std::string_view ViewOf(const merkle::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace gongkai::workflow
