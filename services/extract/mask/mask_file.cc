#include "services/extract/mask/mask_file.h"

#include <string>
#include <utility>

#include "services/extract/container.h"
#include "services/extract/format.h"
#include "services/extract/mask/leftover.h"
#include "services/extract/mask/markup_cleaner.h"
#include "services/extract/mask/package.h"
#include "services/extract/mask/picture_cleaner.h"
#include "services/extract/mask/pruning.h"
#include "services/extract/mask/value_mask.h"
#include "services/extract/office.h"
#include "services/extract/office_role.h"

namespace gongkai::extract {
namespace {

using extraction::MaskedFile;
using extraction::MaskProblem;
using extraction::MaskRefusal;

// As many as leak::Redact makes.
constexpr int kMostRounds = 20;

MaskRefusal Unread(const std::string& part, Obstacle why) {
  return {MaskProblem::kUnread, why, part};
}

bool IsXml(const std::string& member) {
  const OfficeRole role = OfficeRoleOf(member);
  return role != OfficeRole::kEmbedded && role != OfficeRole::kPrinter;
}

// A document that is being masked.
class Masking {
 public:
  Masking(const leak::Checker& checker, const File& file) : checker_(checker), file_(file) {}

  MaskedFile Run() {
    MaskedFile masked;
    masked.refusal = MakeCopy();
    if (masked.refusal) return masked;
    masked.copy = WritePackage(package_, true);
    masked.masked = values_.counts;
    return masked;
  }

 private:
  MaskRefusal MakeCopy() {
    MaskRefusal refusal = Open();
    if (!refusal) refusal = Clean();
    if (!refusal) refusal = MaskValues();
    if (refusal) return refusal;
    const std::string left = FindLeftover(package_, values_.numbers);
    if (left.empty()) return {};
    return {MaskProblem::kPlace, Obstacle::kNone, PartOf(file_, left)};
  }

  MaskRefusal Open() {
    const PackageProblem problem = ReadPackage(file_.bytes, package_);
    if (problem.why != Obstacle::kNone) {
      return Unread(problem.member.empty() ? file_.name : PartOf(file_, problem.member),
                    problem.why);
    }
    kind_ = OfficeKindOf(package_);
    if (kind_ == OfficeKind::kOther) return {MaskProblem::kOtherFormat, {}, file_.name};
    if (kind_ == OfficeKind::kWithMacros) return {MaskProblem::kMacros, {}, file_.name};
    return {};
  }

  MaskRefusal Clean() {
    const RemovedIds removed = Prune(package_);
    for (PackageMember& member : package_) {
      MaskRefusal refusal;
      if (IsXml(member.name)) {
        const auto ids = removed.find(LowerName(member.name));
        refusal = CleanXml(ids == removed.end() ? std::set<std::string>() : ids->second, member);
      } else {
        refusal = CleanEmbedded(member);
      }
      if (refusal) return refusal;
    }
    return {};
  }

  MaskRefusal CleanXml(const std::set<std::string>& removed_ids, PackageMember& member) {
    // Data behind the document have names of their own for their elements.
    const bool is_data = OfficeRoleOf(member.name) == OfficeRole::kCustom;
    const Obstacle why =
        CleanMarkup(is_data ? OfficeKind::kOther : kind_, removed_ids, member.bytes);
    if (why == Obstacle::kNone) return {};
    return Unread(PartOf(file_, member.name), why);
  }

  // Masks a document within this one, and takes the remarks out of a picture. Other files stay; if a value is found in
  // one, it cannot be masked.
  MaskRefusal CleanEmbedded(PackageMember& member) {
    member.bytes = WithoutRemarks(member.bytes);
    if (FormatOf(member.bytes, member.name) != Format::kZip || file_.depth + 1 >= kMaxDepth) {
      return {};
    }
    MaskedFile masked = MaskFile(checker_, {.name = PartOf(file_, member.name),
                                            .hint = member.name,
                                            .bytes = member.bytes,
                                            .depth = file_.depth + 1});
    if (masked.refusal.problem == MaskProblem::kOtherFormat) return {};
    if (masked.refusal) return masked.refusal;
    member.bytes = std::move(masked.copy);
    for (std::size_t kind = 0; kind < masked.masked.size(); ++kind) {
      values_.counts[kind] += masked.masked[kind];
    }
    return {};
  }

  // Reads the document as the check will, and masks what is found, until nothing is.
  MaskRefusal MaskValues() {
    for (int round = 0; round < kMostRounds; ++round) {
      ValueMask mask(checker_, package_, values_);
      const std::string bytes = WritePackage(package_, false);
      Reading reading(mask);
      File file = file_;
      file.bytes = bytes;
      const Zip zip(reading, bytes, true);
      const Container container{reading, file, zip};
      ReadNames(container);
      ReadOffice(container);
      if (mask.refusal()) return mask.refusal();
      if (zip.why() != Obstacle::kNone) return Unread(file_.name, zip.why());
      if (!mask.ApplyTo(package_)) return {};
    }
    return {MaskProblem::kPlace, Obstacle::kNone, file_.name};
  }

  const leak::Checker& checker_;
  const File& file_;
  Package package_;
  OfficeKind kind_ = OfficeKind::kOther;
  MaskedValues values_;
};

}  // namespace

MaskedFile MaskFile(const leak::Checker& checker, const File& file) {
  MaskedFile refused;
  switch (FormatOf(file.bytes, file.hint)) {
    case Format::kZip:
      return Masking(checker, file).Run();
    case Format::kPdf:
      refused.refusal.problem = MaskProblem::kPdf;
      break;
    case Format::kEncryptedOffice:
      refused.refusal = Unread(file.name, Obstacle::kEncrypted);
      break;
    default:
      refused.refusal.problem = MaskProblem::kOtherFormat;
  }
  return refused;
}

}  // namespace gongkai::extract
