#include "workflow/ledger/visibility.h"

#include <algorithm>

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

bool Sees(const Scope& scope, const Record& record) {
  return scope.all || (scope.submitted && record.submitted) || (scope.passed && record.passed) ||
         (scope.decided && IsDecided(record.state)) ||
         (!scope.department.empty() && scope.department == record.department) ||
         IsCoIssuer(scope, record);
}

}  // namespace

Scope ScopeOf(const Actor& viewer) {
  const bool drafts = viewer.roles.Has(Role::kDrafter);
  const bool heads = viewer.roles.Has(Role::kHead);
  return {.all = viewer.roles.Has(Role::kAuditor),
          .submitted = viewer.roles.Has(Role::kLegalReviewer),
          .passed = viewer.roles.Has(Role::kSecrecyReviewer),
          .decided = viewer.roles.Has(Role::kPublisher) || viewer.roles.Has(Role::kSignatory),
          .department = drafts || heads ? std::string_view(viewer.department) : std::string_view(),
          .co_issuer = heads ? std::string_view(viewer.department) : std::string_view()};
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
  if (scope.decided && IsBound(record.state)) return record.content;
  if (IsCoIssuer(scope, record)) return record.content;
  if (viewer.roles.Has(Role::kLegalReviewer) && record.submitted) return record.submitted;
  if (viewer.roles.Has(Role::kSecrecyReviewer)) return record.passed;
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
  if (scope.decided && was_public) return ChangeSight::kWhole;
  const Record* const record = now();
  if (record == nullptr) return ChangeSight::kNothing;
  if (scope.decided && (IsBound(entry.from) || IsBound(entry.to)) &&
      (IsBound(record->state) || IsOrWasPublic(record->state)) &&
      record->content == entry.content) {
    return ChangeSight::kWhole;
  }
  scope.decided = false;
  if (!Sees(scope, *record)) return ChangeSight::kNothing;
  return was_public || SeesAllRevisions(viewer, *record) ||
                 VisibleContent(viewer, *record) == entry.content
             ? ChangeSight::kWhole
             : ChangeSight::kWithoutContent;
}

}  // namespace gongkai::ledger
