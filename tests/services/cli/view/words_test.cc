#include "services/cli/view/words.h"

#include <gtest/gtest.h>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {
namespace {

using intake::v1::Kind;
using review::v1::Stage;
using workflow::v1::Action;
using workflow::v1::Disclosure;
using workflow::v1::Ground;
using workflow::v1::Role;
using workflow::v1::State;

TEST(Words, EveryValueHasItsChinese) {
  for (const Vocabulary& vocabulary :
       {VocabularyOf<State>(), VocabularyOf<Action>(), VocabularyOf<Role>(),
        VocabularyOf<Disclosure>(), VocabularyOf<Ground>(), VocabularyOf<Kind>(),
        VocabularyOf<Stage>()}) {
    ASSERT_EQ(static_cast<int>(vocabulary.chinese.size()), vocabulary.names->value_count())
        << vocabulary.names->name();
    for (int i = 1; i < vocabulary.names->value_count(); ++i) {
      EXPECT_EQ(vocabulary.names->value(i)->number(), i) << "the Chinese words go by number";
      EXPECT_FALSE(vocabulary.chinese[static_cast<std::size_t>(i)].empty())
          << vocabulary.names->value(i)->full_name();
    }
  }
}

TEST(Words, AreFoundInAnyCaseAndInChinese) {
  for (const char* word : {"annual-report", "ANNUAL_REPORT", "Annual_Report", "年度报告"}) {
    EXPECT_EQ(Find<Kind>(word), intake::v1::ANNUAL_REPORT) << word;
  }
  EXPECT_EQ(Find<Disclosure>("主动公开"), workflow::v1::ACTIVE);
  EXPECT_EQ(Find<Disclosure>("依申请公开"), workflow::v1::ON_REQUEST);
  for (const char* word : {"", "annual", "KIND_UNSPECIFIED", "kind-unspecified", "公开", "1"}) {
    EXPECT_FALSE(Find<Kind>(word)) << word;
  }
}

TEST(Words, AreShownWithTheirChinese) {
  EXPECT_EQ(Label(workflow::v1::LEGAL_REVIEW), "LEGAL_REVIEW 合法性审查");
  EXPECT_EQ(Label(workflow::v1::STATE_UNSPECIFIED), "");
  EXPECT_EQ(Label(static_cast<State>(77)), "77");  // newer than this client
}

TEST(Words, AreOfferedAsTheyAreTyped) {
  EXPECT_EQ(Choices(VocabularyOf<Stage>()), "{legal,secrecy}");
  EXPECT_EQ(Typed(VocabularyOf<Action>(), workflow::v1::APPROVE_LEGAL), "approve-legal");
}

}  // namespace
}  // namespace gongkai::cli
