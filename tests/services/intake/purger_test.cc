// How the ledger is followed for what must be destroyed.
#include <grpcpp/security/credentials.h>

#include "services/intake/purger.h"
#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

using ::testing::IsEmpty;

class PurgerTest : public AttachmentsTest {
 protected:
  Followed FollowedTo() { return world_.contents().PurgesFollowedTo(); }

  // Waits until the cursor is behind a change of the fixture's report at `from` or later.
  bool EventuallyFollows(std::int64_t from) {
    return support::Eventually([&] {
      const Followed followed = FollowedTo();
      return followed.next > from && followed.last.starts_with(kReport);
    });
  }

  void Restart() {
    world_.StopPurger();
    world_.StartPurger();
  }

  // What a process has noted that was killed before it could destroy it.
  void NoteOnly(const std::string& bytes) {
    world_.contents().NotePurged({.digests = {base::Sha256(bytes)}, .position = 7});
  }
};

TEST_F(PurgerTest, GoesOnFromWhereItWas) {
  Restart();
  ASSERT_TRUE(EventuallyFollows(0));
  const Followed before = FollowedTo();
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  Restart();
  EXPECT_TRUE(EventuallyFollows(before.next));
}

// As after a backup of the ledger was restored: the log that was followed is not this one.
TEST_F(PurgerTest, FollowsALedgerThatIsNotTheOneItKnewFromItsBeginning) {
  Restart();
  ASSERT_TRUE(EventuallyFollows(0));
  const Followed right = FollowedTo();
  for (const Followed& foreign : {Followed{.next = 1'000'000, .last = "of a longer log"},
                                  Followed{.next = right.next, .last = "another change"},
                                  Followed{.next = right.next - 1, .last = right.last}}) {
    world_.StopPurger();
    world_.contents().StorePurgesFollowed(foreign);
    world_.StartPurger();
    EXPECT_TRUE(support::Eventually([&] { return FollowedTo() == right; })) << foreign.last;
  }
}

TEST_F(PurgerTest, DestroysAtItsStartWhatAnEarlierProcessHasOnlyNoted) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  world_.StopPurger();
  NoteOnly("bytes");
  EXPECT_EQ(world_.CountRows("attachment"), 1);
  world_.StartPurger();
  EXPECT_TRUE(support::Eventually(
      [&] { return world_.Blobs().empty() && world_.CountRows("attachment") == 0; }));
}

TEST_F(PurgerTest, DoesSoAndEndsAlsoWhereTheLedgerIsAway) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  world_.StopPurger();
  NoteOnly("bytes");
  rpc::Peer nobody("workflow", "localhost:1", grpc::InsecureChannelCredentials());
  const Purger purger(world_.places(), nobody);
  EXPECT_TRUE(support::Eventually([&] { return world_.CountRows("attachment") == 0; }));
  EXPECT_THAT(world_.Blobs(), IsEmpty());
}

}  // namespace
}  // namespace gongkai::intake
