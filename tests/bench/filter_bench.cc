#include "tests/bench/filter_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "services/workflow/store/sqlite/schema.h"
#include "tests/bench/fill.h"
#include "tests/bench/measure.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::bench {
namespace {

namespace audit = gongkai::audit::v1;
namespace fs = std::filesystem;

constexpr std::size_t kShown = 12;

// Returns the folder of a log of that many entries, which is made where there is none yet. A log of
// another schema is another log.
fs::path KeptLog(const Places& places, const FilterPlan& plan, std::uint64_t entries) {
  std::string schema;
  for (const sql::Migration& migration : workflow::Migrations()) schema += migration.sql;
  const std::string version = base::Sha256(schema).ToHex().substr(0, 12);
  const fs::path log = plan.logs / fmt::format("{}-{}", entries, version);
  if (fs::exists(log)) return log;
  std::cerr << fmt::format("filling a log of {} entries, once", entries) << std::endl;
  const fs::path unfinished = plan.logs / "unfinished";
  fs::remove_all(unfinished);
  Fill(unfinished, entries, places.policy);
  fs::rename(unfinished, log);
  return log;
}

// One log, and who asks it.
class Asked {
 public:
  Asked(const Places& places, const std::string& name, const fs::path& log)
      : service_(StartWorkflow(places, name, log)),
        channels_(service_->As("user/guo-lei", 1)),
        stub_(channels_.front()) {
    grpc::ClientContext context;
    audit::TreeHead head;
    Expect(stub_.GetTreeHead(&context, {}, &head));
    size_ = head.tree_size();
  }
  ~Asked() { service_->process().Stop(); }

  std::int64_t size() const { return size_; }

  audit::Entry Entry(std::int64_t position) {
    grpc::ClientContext context;
    audit::GetEntryRequest request;
    audit::Entry entry;
    request.set_name(fmt::format("entries/{}", position));
    Expect(stub_.GetEntry(&context, request, &entry));
    return entry;
  }

  // The median time of a page.
  double Time(const std::string& filter, bool descending, int calls) {
    audit::ListEntriesRequest request;
    request.set_filter(filter);
    request.set_page_size(50);
    if (descending) request.set_order_by("position desc");
    std::vector<double> ms;
    for (int i = 0; i < calls; ++i) {
      grpc::ClientContext context;
      audit::ListEntriesResponse response;
      const auto start = std::chrono::steady_clock::now();
      Expect(stub_.ListEntries(&context, request, &response));
      const std::chrono::duration<double, std::milli> taken =
          std::chrono::steady_clock::now() - start;
      ms.push_back(taken.count());
    }
    return MedianOf(std::move(ms));
  }

 private:
  static void Expect(const grpc::Status& status) {
    if (!status.ok()) throw std::runtime_error("audit: " + ComplaintOf(status));
  }

  std::unique_ptr<Service> service_;
  const Channels channels_;
  audit::AuditService::Stub stub_;
  std::int64_t size_ = 0;
};

// What is asked of each field: often true, and rarely or never.
std::vector<std::vector<std::string>> Terms(Asked& asked) {
  const std::int64_t size = asked.size();
  const std::string report = asked.Entry(size / 3).subject();
  const auto time = [&](std::int64_t position) {
    const audit::Entry entry = asked.Entry(position);
    return base::Rfc3339(request::ToTime(entry.time()));
  };
  return {{fmt::format("subject = \"{}\"", report), "subject = \"policy\""},
          {fmt::format("report = \"{}\"", report)},
          {"actor = \"user/zhang-wei\"", "actor = \"user/nobody\""},
          {"action = PUBLISH", "action = RETRACT", "action != EDIT"},
          {"to_state = PUBLISHED", "to_state = WITHHELD"},
          {"time >= " + time(size / 2), "time > " + time(size - 10)},
          {fmt::format("position > {}", size / 2), fmt::format("position > {}", size - 10)}};
}

// Every one, pair and triple of the fields' terms, in the same order for every log.
std::vector<std::string> Filters(Asked& asked) {
  const auto fields = Terms(asked);
  std::vector<std::string> filters;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const std::string& first : fields[i]) {
      filters.push_back(first);
      for (std::size_t j = i + 1; j < fields.size(); ++j) {
        for (const std::string& second : fields[j]) {
          const std::string pair = first + " AND " + second;
          filters.push_back(pair);
          for (std::size_t k = j + 1; k < fields.size(); ++k) {
            for (const std::string& third : fields[k]) filters.push_back(pair + " AND " + third);
          }
        }
      }
    }
  }
  return filters;
}

}  // namespace

std::vector<FilterFigure> MeasureFilters(const Places& places, const FilterPlan& plan) {
  fs::create_directories(plan.logs);
  Asked small(places, "workflow-small", KeptLog(places, plan, plan.small_log));
  Asked huge(places, "workflow-huge", KeptLog(places, plan, plan.huge_log));
  const std::vector<std::string> of_small = Filters(small);
  const std::vector<std::string> of_huge = Filters(huge);
  std::vector<FilterFigure> figures;
  for (std::size_t i = 0; i < of_huge.size(); i += plan.one_in) {
    for (const bool descending : {false, true}) {
      figures.push_back({.filter = of_huge[i],
                         .descending = descending,
                         .small_ms = small.Time(of_small[i], descending, plan.calls),
                         .huge_ms = huge.Time(of_huge[i], descending, plan.calls)});
    }
  }
  std::ranges::sort(figures, std::greater<>(), &FilterFigure::ratio);
  return figures;
}

std::string ToText(const std::vector<FilterFigure>& figures) {
  std::string out = fmt::format("{:>8} {:>8} {:>6}  filter\n", "small", "huge", "ratio");
  for (std::size_t i = 0; i < std::min(kShown, figures.size()); ++i) {
    const FilterFigure& each = figures[i];
    out += fmt::format("{:5.2f} ms {:5.2f} ms {:6.2f}  {}{}\n", each.small_ms, each.huge_ms,
                       each.ratio(), each.filter, each.descending ? " (newest first)" : "");
  }
  std::vector<double> ratios;
  for (const FilterFigure& each : figures) ratios.push_back(each.ratio());
  return out + fmt::format("{} filters; median ratio {:.2f}, greatest {:.2f}; aim at most 2\n",
                           figures.size(), MedianOf(ratios), figures.front().ratio());
}

}  // namespace gongkai::bench
