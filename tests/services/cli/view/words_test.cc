#include "services/cli/view/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/deadline.pb.h"
#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {
namespace {

using intake::v1::Kind;
using review::v1::Stage;
using review::v1::TaskChange;
using workflow::v1::Action;
using workflow::v1::Disclosure;
using workflow::v1::Ground;
using workflow::v1::Role;
using workflow::v1::State;

std::vector<Vocabulary> All() {
  return {VocabularyOf<State>(),
          VocabularyOf<Action>(),
          VocabularyOf<Role>(),
          VocabularyOf<Disclosure>(),
          VocabularyOf<Ground>(),
          VocabularyOf<Kind>(),
          VocabularyOf<Stage>(),
          VocabularyOf<TaskChange>(),
          VocabularyOf<workflow::v1::TermKind>(),
          VocabularyOf<workflow::v1::Verdict>(),
          VocabularyOf<workflow::v1::FindingGround>(),
          VocabularyOf<intake::v1::FindingKind>(),
          VocabularyOf<intake::v1::FindingSeverity>(),
          VocabularyOf<workflow::v1::DeadlineStatus>(),
          VocabularyOf<workflow::v1::DayKind>()};
}

TEST(Words, EveryValueHasItsNameAndItsChinese) {
  for (const Vocabulary& vocabulary : All()) {
    ASSERT_EQ(static_cast<int>(vocabulary.words.size()), vocabulary.names->value_count())
        << vocabulary.names->name();
    for (int i = 1; i < vocabulary.names->value_count(); ++i) {
      EXPECT_EQ(vocabulary.names->value(i)->number(), i) << "the Chinese words go by number";
      const base::Word& word = vocabulary.words[static_cast<std::size_t>(i)];
      EXPECT_EQ(word.name, vocabulary.names->value(i)->name());
      EXPECT_FALSE(word.chinese.empty()) << vocabulary.names->value(i)->full_name();
    }
  }
}

// The comment of a value, without its line breaks.
std::string CommentOf(const google::protobuf::EnumValueDescriptor& value) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/proto/" + value.file()->name());
  std::string comment;
  bool inside = false;  // the enumeration
  for (std::string line; std::getline(file, line);) {
    if (line == "enum " + value.type()->name() + " {") inside = true;
    if (!inside) continue;
    if (line.starts_with("  //")) {
      comment += line.substr(4);
    } else if (line.starts_with("  " + value.name() + " = ")) {
      return comment;
    } else {
      comment.clear();
    }
  }
  return "not found";
}

TEST(Words, StandInTheCommentOfEachValue) {
  for (const Vocabulary& vocabulary : All()) {
    for (int i = 1; i < vocabulary.names->value_count(); ++i) {
      const auto& value = *vocabulary.names->value(i);
      const std::string chinese(vocabulary.words[static_cast<std::size_t>(i)].chinese);
      EXPECT_THAT(CommentOf(value), testing::HasSubstr(chinese)) << value.full_name();
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
  EXPECT_EQ(Choices(VocabularyOf<Stage>()), "{legal,secrecy,endorsement,signature}");
  EXPECT_EQ(Typed(VocabularyOf<Action>(), workflow::v1::APPROVE_LEGAL), "approve-legal");
}

}  // namespace
}  // namespace gongkai::cli
