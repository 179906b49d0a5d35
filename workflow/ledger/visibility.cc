#include "workflow/ledger/visibility.h"

#include <algorithm>
#include <utility>

namespace gongkai::ledger {
namespace {

using machine::Role;
using machine::State;

// Returns whether both approvals of the present content stand, and it is not public: publishers
// read the content then.
bool IsBound(State state) { return state == State::kCleared || state == State::kFiled; }

// Returns whether the scope is of the head of a department that issues the report, too.
bool IsCoIssuer(const Scope& scope, const Record& record) {
  return !scope.co_issuer.empty() &&
         std::ranges::find(record.co_issuers, scope.co_issuer) != record.co_issuers.end();
}

bool CameSoFar(const Record& record, Scope::Reach reach) {
  switch (reach) {
    case Scope::Reach::kSubmitted:
      return record.submitted.has_value();
    case Scope::Reach::kPassed:
      return record.passed.has_value();
    case Scope::Reach::kDecided:
      return IsDecided(record.state);
  }
  return false;
}

// Returns whether the part is of such records, and of those that the departments of this one issue.
bool IsFor(const Scope::Part& part, Scope::Reach reach, const Record& record) {
  return part.reach == reach &&
         (part.departments.empty() ||
          std::ranges::any_of(part.departments, [&record](const std::string& department) {
            return IsIssuedBy(record, department);
          }));
}

// Returns whether the scope has a part that is so.
bool HasPart(const Scope& scope, Scope::Reach reach, const Record& record) {
  return std::ranges::any_of(scope.parts,
                             [&](const Scope::Part& part) { return IsFor(part, reach, record); });
}

bool Sees(const Scope& scope, const Record& record) {
  const auto reaches = [&record](const Scope::Part& part) {
    return CameSoFar(record, part.reach) && IsFor(part, part.reach, record);
  };
  return scope.all || std::ranges::any_of(scope.parts, reaches) ||
         (!scope.department.empty() && scope.department == record.department) ||
         IsCoIssuer(scope, record);
}

}  // namespace

Scope ScopeOf(const Actor& viewer) {
  const bool drafts = viewer.roles.Has(Role::kDrafter);
  const bool heads = viewer.roles.Has(Role::kHead);
  Scope scope{
      .all = viewer.roles.Has(Role::kAuditor),
      .parts = {},
      .department = drafts || heads ? std::string_view(viewer.department) : std::string_view(),
      .co_issuer = heads ? std::string_view(viewer.department) : std::string_view()};
  if (viewer.roles.Has(Role::kPublisher)) scope.parts.push_back({.reach = Scope::Reach::kDecided});
  for (const auto& [role, reach] : {std::pair{Role::kLegalReviewer, Scope::Reach::kSubmitted},
                                    {Role::kSecrecyReviewer, Scope::Reach::kPassed},
                                    {Role::kSignatory, Scope::Reach::kDecided}}) {
    if (!viewer.roles.Has(role)) continue;
    scope.parts.push_back({.reach = reach, .departments = viewer.ReportsOf(role)});
  }
  return scope;
}

Sight SightOf(const Actor& viewer, const Record& record) {
  if (record.state == State::kNone) return Sight::kNothing;
  if (Sees(ScopeOf(viewer), record)) return Sight::kWhole;
  return IsOrWasPublic(record.state) ? Sight::kPublic : Sight::kNothing;
}

bool SeesAllRevisions(const Actor& viewer, const Record& record) {
  const Scope scope = ScopeOf(viewer);
  return !scope.department.empty() && scope.department == record.department;
}

std::optional<base::Digest> VisibleContent(const Actor& viewer, const Record& record) {
  if (record.state == State::kNone) return std::nullopt;
  if (record.state == State::kPublished || SeesAllRevisions(viewer, record)) return record.content;
  const Scope scope = ScopeOf(viewer);
  if (IsBound(record.state) && HasPart(scope, Scope::Reach::kDecided, record)) {
    return record.content;
  }
  if (IsCoIssuer(scope, record)) return record.content;
  if (record.submitted && HasPart(scope, Scope::Reach::kSubmitted, record)) return record.submitted;
  if (HasPart(scope, Scope::Reach::kPassed, record)) return record.passed;
  return std::nullopt;
}

bool KnowsDigest(const Actor& viewer, const Record& record) {
  return viewer.roles.Has(Role::kAuditor) || VisibleContent(viewer, record) == record.content;
}

Record PublicPart(const Record& record) {
  Record out;
  out.id = record.id;
  out.state = record.state;
  out.number = record.number;
  out.head_hash = record.head_hash;
  out.act_hash = record.act_hash;
  out.department = record.department;
  out.content = record.content;
  out.disclosure = record.disclosure;
  out.proposed = record.proposed;
  out.corrects = record.corrects;
  out.superseded_by = record.superseded_by;
  out.state_time = record.state_time;
  out.publish_time = record.publish_time;
  return out;
}

ChangeSight SightOfChange(const Actor& viewer, const Entry& entry,
                          const std::function<const Record*()>& now) {
  if (!entry.subject.IsReport() || entry.action == machine::Action::kDenied) {
    return ChangeSight::kNothing;
  }
  Scope scope = ScopeOf(viewer);
  if (scope.all) return ChangeSight::kWhole;
  const bool was_public = IsOrWasPublic(entry.from) || IsOrWasPublic(entry.to);
  const auto decides = [](const Scope::Part& part) { return part.reach == Scope::Reach::kDecided; };
  const auto decides_on_all = [&](const Scope::Part& part) {
    return decides(part) && part.departments.empty();
  };
  if (was_public && std::ranges::any_of(scope.parts, decides_on_all)) return ChangeSight::kWhole;
  const Record* const record = now();
  if (record == nullptr) return ChangeSight::kNothing;
  if (HasPart(scope, Scope::Reach::kDecided, *record)) {
    if (was_public) return ChangeSight::kWhole;
    if ((IsBound(entry.from) || IsBound(entry.to)) &&
        (IsBound(record->state) || IsOrWasPublic(record->state)) &&
        record->content == entry.content) {
      return ChangeSight::kWhole;
    }
  }
  std::erase_if(scope.parts, decides);
  if (!Sees(scope, *record)) return ChangeSight::kNothing;
  return was_public || SeesAllRevisions(viewer, *record) ||
                 VisibleContent(viewer, *record) == entry.content
             ? ChangeSight::kWhole
             : ChangeSight::kWithoutContent;
}

}  // namespace gongkai::ledger
