#include "services/cli/commands/entry_filter.h"

#include <google/protobuf/util/time_util.h>

#include "services/cli/view/names.h"

namespace gongkai::cli {
namespace {

using google::protobuf::util::TimeUtil;

void Require(std::string& all, const std::string& condition) {
  if (!all.empty()) all += " AND ";
  all += condition;
}

}  // namespace

std::string ExpressionOf(const EntryFilter& filter) {
  std::string all;
  if (!filter.report.empty()) Require(all, "report = " + Quoted(ReportName(filter.report)));
  if (!filter.actor.empty()) Require(all, "actor = " + Quoted(filter.actor));
  if (filter.action) Require(all, "action = " + workflow::v1::Action_Name(*filter.action));
  if (filter.since) Require(all, "time >= " + Quoted(TimeUtil::ToString(*filter.since)));
  if (filter.until) Require(all, "time < " + Quoted(TimeUtil::ToString(*filter.until)));
  // In parentheses, so that an OR in it does not take in the rest.
  if (!filter.expression.empty()) Require(all, "(" + filter.expression + ")");
  return all;
}

}  // namespace gongkai::cli
