// WatchChanges of workflow, as its clients ask for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/services/all/watcher.h"
#include "tests/services/all/way_of_a_report.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using testing::ElementsAre;
using testing::IsEmpty;

using ChangeWatcher = Watcher<Workflow, wf::WatchChangesRequest, wf::WatchChangesResponse>;

// "SUBMIT annual-2021"
std::string Said(const wf::WatchChangesResponse& change) {
  return wf::Action_Name(change.action()) + ' ' +
         change.report().substr(std::string("reports/").size());
}

class ChangesTest : public ::testing::Test {
 protected:
  std::unique_ptr<ChangeWatcher> Watch(const std::string& identity,
                                       const wf::WatchChangesRequest& request) {
    return std::make_unique<ChangeWatcher>(office_.As(identity), &Workflow::WatchChanges, request);
  }
  // All that is there for `identity`.
  std::vector<std::string> All(const std::string& identity, wf::WatchChangesRequest request = {}) {
    request.set_with_progress(true);
    return Watch(identity, request)->AllThatIsThere(Said);
  }

  TestOffice office_;
};

TEST_F(ChangesTest, EachIsToldOfTheReportsThatHeSeesNow) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  CreateReport(office_, "draft");
  EXPECT_THAT(All(kAuditor),
              ElementsAre("CREATE annual-2021", "SUBMIT annual-2021", "CREATE draft"));
  EXPECT_EQ(All(kDrafter), All(kAuditor));
  EXPECT_THAT(All(kLegalReviewer), ElementsAre("CREATE annual-2021", "SUBMIT annual-2021"));
  for (const char* who :
       {kSecrecyReviewer, kPublisher, "user/wu-hao", "user/xu-hui", "user/he-jun"}) {
    EXPECT_THAT(All(who), IsEmpty()) << who;
  }
  EXPECT_EQ(Watch("bot/website", {})->End().reason, Reason::kRoleRequired);
}

TEST_F(ChangesTest, AreThoseFromOrToTheStatesAskedFor) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Submit(office_, report);
  Approve(office_, kLegalReviewer, report, review::v1::LEGAL);
  wf::WatchChangesRequest request;
  request.add_states(wf::LEGAL_REVIEW);
  EXPECT_THAT(All(kAuditor, request),
              ElementsAre("SUBMIT annual-2021", "APPROVE_LEGAL annual-2021"));
  request.add_states(wf::DRAFT);
  EXPECT_EQ(All(kAuditor, request).size(), 3U);
}

TEST_F(ChangesTest, AreThoseOfTheCallersDepartmentIfAskedFor) {
  CreateReport(office_, "annual-2021");
  wf::WatchChangesRequest request;
  request.set_own_department(true);
  EXPECT_THAT(All(kDrafter, request), ElementsAre("CREATE annual-2021"));
  EXPECT_THAT(All(kAuditor, request), IsEmpty()) << "who sees it, and is of another department";
}

TEST_F(ChangesTest, HaveNoMessageWithoutAChangeUnlessAskedFor) {
  const auto watcher = Watch(kAuditor, {});
  for (const char* id : {"first", "second"}) {
    CreateReport(office_, id);
    const auto message = watcher->Read();
    ASSERT_TRUE(message);
    EXPECT_EQ(Said(*message), "CREATE " + std::string(id));
    EXPECT_EQ(message->next_position(), message->position() + 1);
  }
}

TEST_F(ChangesTest, FromNowOnAreThoseThatComeAfterTheFirstMessage) {
  CreateReport(office_, "before");
  wf::WatchChangesRequest request;
  request.set_new_only(true);
  request.set_with_progress(true);
  const auto watcher = Watch(kAuditor, request);
  const auto begun = watcher->Read();
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->has_position());
  EXPECT_EQ(begun->next_position(), 2);
  CreateReport(office_, "after");
  const auto after = watcher->Read();
  ASSERT_TRUE(after);
  EXPECT_EQ(Said(*after), "CREATE after");
}

}  // namespace
}  // namespace gongkai::all
