#include "services/cli/view/state_cell.h"

#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

Style StyleOf(workflow::v1::State state) {
  switch (state) {
    case workflow::v1::DRAFT:
    case workflow::v1::LEGAL_REVIEW:
    case workflow::v1::LEGAL_REFERRED:
    case workflow::v1::SECRECY_REVIEW:
    case workflow::v1::SECRECY_REFERRED:
      return Style::kWaiting;
    case workflow::v1::CLEARED:
    case workflow::v1::PUBLISHED:
      return Style::kGood;
    case workflow::v1::RETRACTED:
    case workflow::v1::WITHHELD:
      return Style::kBad;
    case workflow::v1::SUPERSEDED:
    case workflow::v1::WITHDRAWN:
    case workflow::v1::FILED:
      return Style::kFaint;
    default:
      return Style::kPlain;
  }
}

}  // namespace

Cell StateCell(workflow::v1::State state) { return {Label(state), StyleOf(state)}; }

}  // namespace gongkai::cli
