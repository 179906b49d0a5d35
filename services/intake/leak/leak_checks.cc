#include "services/intake/leak/leak_checks.h"

#include <chrono>
#include <string>
#include <utility>

#include "services/intake/content/content.h"
#include "services/intake/leak/content_documents.h"
#include "services/intake/leak/part_check.h"
#include "services/lib/catalog/limits.h"

namespace gongkai::intake {
namespace {

constexpr std::chrono::milliseconds kLook{50};  // how often one who waits asks whether it is wanted

// Calls `visit` with each part of the content that is checked by itself: its type, its digest and, of an
// attachment, what the content says of it.
// Errors: CONTENT_CORRUPT, and those of `visit`.
template <class Visit>
Status ForEachPart(const v1::Content& content, const base::Digest& digest, const Visit& visit) {
  if (Status ok = visit(PartType::kFields, digest, nullptr); !ok) return ok;
  if (!content.body_sha256().empty()) {
    const Result<base::Digest> body = ReadDigest(content.body_sha256());
    if (!body) return body.error();
    if (Status ok = visit(PartType::kBody, *body, nullptr); !ok) return ok;
  }
  for (const v1::Attachment& attachment : content.attachments()) {
    const Result<base::Digest> file = ReadDigest(attachment.sha256());
    if (!file) return file.error();
    if (Status ok = visit(PartType::kAttachment, *file, &attachment); !ok) return ok;
  }
  return {};
}

// Returns by what the check of a part is kept. How an attachment is read depends on its name, too.
CheckKey KeyOf(PartType type, const base::Digest& digest, const v1::Attachment* attachment,
               int rules_version) {
  if (attachment == nullptr) return {type, digest, rules_version};
  return {type, base::Sha256({digest.view(), attachment->file_name()}), rules_version, digest};
}

// Returns the checker of this process: making one takes some 50 ms, and all are the same.
const leak::Checker& TheChecker() {
  static const leak::Checker kChecker;
  return kChecker;
}

}  // namespace

LeakChecks::LeakChecks(const std::filesystem::path& folder, ContentStore& contents,
                       BlobStore& blobs, DocumentReader read)
    : checker_(TheChecker()),
      store_(folder),
      contents_(contents),
      blobs_(blobs),
      read_(std::move(read)) {}

Result<FindingList> LeakChecks::Check(const v1::Content& content, const base::Digest& digest,
                                      const Wanted& wanted) {
  FindingListBuilder list(limits::kLeakFindings);
  const auto visit = [&](PartType type, const base::Digest& part,
                         const v1::Attachment* attachment) -> Status {
    if (Status ok = contents_.CheckNotPurged(part); !ok) return ok;
    const CheckKey key = KeyOf(type, part, attachment, leak::kRulesVersion);
    std::optional<v1::PartCheck> kept = store_.Find(key);
    if (!kept) {
      Result<v1::PartCheck> check = attachment == nullptr
                                        ? CheckText(type, content, digest)
                                        : CheckAttachment(*attachment, part, key, wanted);
      if (!check) return std::move(check).error();
      kept = *std::move(check);
    }
    list.Add(NameOf(type, attachment), *std::move(kept));
    return {};
  };
  if (Status ok = ForEachPart(content, digest, visit); !ok) return std::move(ok).error();
  return list.Take(leak::kRulesVersion);
}

std::optional<FindingList> LeakChecks::Recall(const v1::Content& content,
                                              const base::Digest& digest, int rules_version) {
  FindingListBuilder list(limits::kLeakFindings);
  bool whole = true;
  const auto visit = [&](PartType type, const base::Digest& part,
                         const v1::Attachment* attachment) -> Status {
    auto check = store_.Find(KeyOf(type, part, attachment, rules_version));
    whole = whole && check.has_value();
    if (check) list.Add(NameOf(type, attachment), *std::move(check));
    return {};
  };
  if (!ForEachPart(content, digest, visit) || !whole) return std::nullopt;
  return list.Take(rules_version);
}

std::string LeakChecks::NameOf(PartType type, const v1::Attachment* attachment) const {
  if (attachment != nullptr) return ShownName(checker_, PartOf(*attachment));
  return type == PartType::kBody ? "body" : "";
}

Result<v1::PartCheck> LeakChecks::CheckText(PartType type, const v1::Content& content,
                                            const base::Digest& digest) {
  if (type == PartType::kFields) {
    return Keep({type, digest, leak::kRulesVersion}, digest,
                CheckPart(checker_, FieldsOf(content), digest));
  }
  const Result<base::Digest> part = ReadDigest(content.body_sha256());
  if (!part) return part.error();
  const Result<std::string> body = ReadBody(contents_, content);
  if (!body) return body.error();
  return Keep({type, *part, leak::kRulesVersion}, *part,
              CheckPart(checker_, {.parts = {{.text = *body}}}, *part));
}

Result<v1::PartCheck> LeakChecks::CheckAttachment(const v1::Attachment& attachment,
                                                  const base::Digest& digest, const CheckKey& key,
                                                  const Wanted& wanted) {
  while (!turns_.try_acquire_for(kLook)) {
    if (Status ok = wanted(); !ok) return std::move(ok).error();
  }
  struct Turn {
    std::counting_semaphore<2>& turns;
    ~Turn() { turns.release(); }
  } const turn{turns_};
  // Somebody else may have checked it while this one waited.
  if (auto kept = store_.Find(key)) return *std::move(kept);
  const Result<std::string> bytes = ReadFile(attachment, digest, wanted);
  // After the reading: whatever was read may be what was destroyed meanwhile.
  if (Status ok = contents_.CheckNotPurged(digest); !ok) return std::move(ok).error();
  if (!bytes) return bytes.error();
  return Keep(key, digest, CheckPart(checker_, read_(attachment.file_name(), *bytes), digest));
}

Result<std::string> LeakChecks::ReadFile(const v1::Attachment& attachment,
                                         const base::Digest& digest, const Wanted& wanted) {
  Result<BlobStore::Reader> reader = blobs_.Open(digest, attachment.size_bytes());
  if (!reader) return std::move(reader).error();
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(attachment.size_bytes()));
  while (reader->left() > 0) {
    if (Status ok = wanted(); !ok) return std::move(ok).error();
    const Result<std::string> next = reader->Next(limits::kChunkBytes);
    if (!next) return next.error();
    bytes += *next;
  }
  return bytes;
}

Result<v1::PartCheck> LeakChecks::Keep(const CheckKey& key, const base::Digest& bytes,
                                       v1::PartCheck check) {
  store_.Put(key, check);
  // A purge is noted before it removes checks, so either it sees this one, or this sees the purge.
  if (Status ok = contents_.CheckNotPurged(bytes); !ok) {
    store_.Remove({bytes});
    return std::move(ok).error();
  }
  // Two may have checked the same part at once: what was kept first counts.
  std::optional<v1::PartCheck> kept = store_.Find(key);
  return kept ? *std::move(kept) : std::move(check);
}

}  // namespace gongkai::intake
