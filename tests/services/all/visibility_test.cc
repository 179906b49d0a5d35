// Who may know what, over the whole of the system: every role, state, revision and answer.
#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/lib/identity/access.h"
#include "tests/services/all/probes.h"
#include "tests/services/all/stories.h"

namespace gongkai::all {
namespace {

using testing::Contains;
using testing::IsEmpty;

// Changes are asked for with an etag that no report has, so that none takes place.
constexpr char kStaleEtag[] = "stale";

class VisibilityTest : public ::testing::Test {
 protected:
  VisibilityTest() : office_(WritePolicyOfStories(folder_)), teller_(office_) {}

  const support::TestFolder folder_;
  TestOffice office_;
  Teller teller_;
};

// All that one viewer has heard.
class Listener {
 public:
  Listener(const Viewer& viewer, const std::vector<Story>& stories, const Teller& teller)
      : viewer_(viewer), stories_(stories), teller_(teller) {}

  // Takes what was heard of the probe. What the probe itself says is nothing new.
  void Take(const Probe& probe, const Heard& heard) {
    const std::string all =
        heard.bytes + ' ' + heard.status.error_message() + ' ' + heard.status.error_details();
    std::string said;
    for (const std::string& request : probe.requests) said += request + ' ';
    const std::set<Canary> own_texts = FindCanaries(said);
    for (const Canary& canary : FindCanaries(all)) {
      if (own_texts.contains(canary)) continue;
      EXPECT_TRUE(MayKnow(canary))
          << viewer_.id << " knows " << ToString(canary) << " from " << probe.method;
      known_.insert(canary);
    }
    for (const Story& story : stories_) {
      if (KnowsOf(viewer_, story) || said.find(story.id) != std::string::npos) continue;
      EXPECT_EQ(heard.bytes.find(story.name()), std::string::npos)
          << viewer_.id << " knows of " << story.id << " from " << probe.method;
    }
    const std::set<std::string> own_digests = FindDigests(said);
    for (const std::string& digest : FindDigests(all)) {
      const auto origin = teller_.digests().find(digest);
      if (origin == teller_.digests().end() || own_digests.contains(digest)) continue;
      EXPECT_TRUE(MayKnow(origin->second))
          << viewer_.id << " knows a digest of revision " << origin->second.revision << " of "
          << origin->second.report << " from " << probe.method;
    }
  }

  // The revisions of which the viewer knows this field.
  std::set<int> Known(const Story& story, const std::string& field) const {
    std::set<int> out;
    for (const Canary& canary : known_) {
      if (canary.report == story.id && canary.field == field) out.insert(canary.revision);
    }
    return out;
  }

 private:
  const Story& Of(const std::string& report) const {
    return *std::ranges::find(stories_, report, &Story::id);
  }

  bool MayKnow(const Canary& canary) const {
    const Story& story = Of(canary.report);
    if (canary.field != "comment") return Readable(viewer_, story).contains(canary.revision);
    // What was said on the way is told to whoever may know all of the record.
    return viewer_.auditor || KnowsRecord(viewer_, story);
  }

  bool MayKnow(const Teller::Origin& origin) const {
    const Story& story = Of(origin.report);
    if (viewer_.auditor || viewer_.own || Readable(viewer_, story).contains(origin.revision)) {
      return true;
    }
    // The stream tells what became public, and what ceased to be.
    return origin.of_content && story.published && origin.revision == story.newest;
  }

  const Viewer& viewer_;
  const std::vector<Story>& stories_;
  const Teller& teller_;
  std::set<Canary> known_;
};

// Tests that ask much of each viewer. Each of them takes its share of the viewers, so that the
// shares can run at the same time.
class VisibilityOfShareTest : public VisibilityTest,
                              public testing::WithParamInterface<std::size_t> {
 protected:
  static constexpr std::size_t kShares = 3;

  static std::vector<Viewer> Viewers() {
    std::vector<Viewer> share;
    for (std::size_t i = GetParam(); i < std::size(kViewers); i += kShares) {
      share.push_back(kViewers[i]);
    }
    return share;
  }
};
INSTANTIATE_TEST_SUITE_P(Third, VisibilityOfShareTest, testing::Values(0, 1, 2));

TEST_P(VisibilityOfShareTest, NobodyHearsFromAnyAnswerWhatHeMayNotKnow) {
  const std::vector<Story> stories = TellAll(teller_);
  // The last thing that happens, so that who has heard of it has heard of all before.
  const std::string last = CreateReport(office_, "the-last").name();
  Clear(office_, last);
  PublishReport(office_, last);
  const auto heard_all = [&last](const std::string& bytes) {
    return bytes.find(last) != std::string::npos;
  };

  for (const Viewer& viewer : Viewers()) {
    const auto channel = office_.As(viewer.id);
    Listener listener(viewer, stories, teller_);
    for (const Probe& probe : ProbesOfAll()) {
      listener.Take(probe, Ask(channel, probe, heard_all));
    }
    for (const Story& story : stories) {
      for (const Probe& probe : ProbesOf({.report = story.id,
                                .sha256 = "",
                                .file = Teller::FileOf(story, story.newest),
                                .etag = kStaleEtag})) {
        listener.Take(probe, Ask(channel, probe));
      }
      for (const auto& [revision, sha256] : story.contents) {
        std::vector<Probe> reads;
        probes::AddContentsOf(
            {.report = story.id, .sha256 = sha256, .file = Teller::FileOf(story, revision)}, reads);
        for (const Probe& probe : reads) listener.Take(probe, Ask(channel, probe));
      }
    }
    for (const Story& story : stories) {
      SCOPED_TRACE(std::string(viewer.id) + " and " + story.id);
      // That what may be known is known shows that the search finds something.
      const std::set<int> readable = Readable(viewer, story);
      for (const char* field : {"title", "body", "category", "file", "bytes"}) {
        EXPECT_EQ(listener.Known(story, field), readable) << field;
      }
      if (KnowsRecord(viewer, story) && story.comments > 0) {
        EXPECT_THAT(listener.Known(story, "comment"), Contains(story.comments - 1));
      }
    }
  }
  for (const Story& story : stories) {
    EXPECT_EQ(GetRecord(office_, story.name()).state(), story.state) << "nothing was changed";
  }
}

TEST_F(VisibilityTest, IsAskedOfEveryMethod) {
  std::set<std::string> asked;
  for (const Probe& probe : ProbesOf({.report = "annual-2021"})) asked.insert(probe.method);
  for (const Probe& probe : ProbesOfAll()) asked.insert(probe.method);
  for (const identity::MethodAccess& row : identity::AccessTable()) {
    EXPECT_THAT(asked, Contains(std::string(row.method)));
  }
}

// The details of a status; a map of theirs has no order of its own.
std::string InOrder(const std::string& error_details) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(error_details));
  std::string out = status.message();
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    out += '\n' + detail.type_url() + ' ';
    if (!detail.UnpackTo(&info)) {
      out += detail.value();
      continue;
    }
    out += info.domain() + ' ' + info.reason();
    const std::map<std::string, std::string> facts(info.metadata().begin(), info.metadata().end());
    for (const auto& [key, value] : facts) out += ' ' + key + '=' + value;
  }
  return out;
}

// What was answered, with the report's name taken out.
std::string WithoutName(const Heard& heard, const std::string& id) {
  std::string all = std::to_string(heard.status.error_code()) + '\n' +
                    heard.status.error_message() + '\n' + InOrder(heard.status.error_details()) +
                    '\n' + heard.bytes;
  for (std::size_t at = 0; (at = all.find(id, at)) != std::string::npos;) {
    all.replace(at, id.size(), "{report}");
  }
  return all;
}

TEST_P(VisibilityOfShareTest, AHiddenReportAndNoneAreAnsweredAlike) {
  const std::vector<Story> stories = TellAll(teller_);
  int compared = 0;
  for (const Viewer& viewer : Viewers()) {
    const auto channel = office_.As(viewer.id);
    for (const Story& story : stories) {
      if (KnowsOf(viewer, story)) continue;
      // A name as long, so that the length of no field tells them apart.
      std::string none = story.id;
      std::ranges::replace(none, '-', 'x');
      for (const std::string& etag : {std::string(), std::string(kStaleEtag)}) {
        Target target{.report = story.id,
                      .sha256 = story.contents.at(story.newest),
                      .file = Teller::FileOf(story, story.newest),
                      .etag = etag};
        const std::vector<Probe> hidden = ProbesOf(target);
        target.report = none;
        const std::vector<Probe> absent = ProbesOf(target);
        for (std::size_t i = 0; i < hidden.size(); ++i) {
          EXPECT_EQ(WithoutName(Ask(channel, hidden[i]), story.id),
                    WithoutName(Ask(channel, absent[i]), none))
              << viewer.id << " " << hidden[i].method << " " << story.id;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 400);
  for (const Story& story : stories) {
    EXPECT_EQ(GetRecord(office_, story.name()).state(), story.state) << "nothing was changed";
  }
}

// An id is taken for all departments, so a drafter who wants it hears of that, and of nothing else.
TEST_F(VisibilityTest, ThatANameIsTakenIsToldToDraftersOnly) {
  const Story story = teller_.Fresh("annual-2021", wf::DRAFT);
  for (const Viewer& viewer : kViewers) {
    const auto create = [&](const std::string& id) {
      intake::v1::CreateReportRequest request;
      request.set_report_id(id);
      request.mutable_report()->set_title("x");
      return office_.Call(viewer.id, &Intake::CreateReport, request);
    };
    const auto taken = create(story.id);
    ASSERT_FALSE(taken) << viewer.id;
    EXPECT_THAT(FindCanaries(taken.error().message), IsEmpty());
    const bool drafter = InfoOf(taken.error().reason).name == "REPORT_EXISTS";
    const auto free = create("free-" + std::to_string(&viewer - std::begin(kViewers)));
    EXPECT_EQ(free.has_value(), drafter) << viewer.id;
    if (!drafter) {
      EXPECT_EQ(free.error().reason, taken.error().reason) << viewer.id;
      EXPECT_EQ(free.error().message, taken.error().message) << viewer.id;
    }
  }
}

}  // namespace
}  // namespace gongkai::all
