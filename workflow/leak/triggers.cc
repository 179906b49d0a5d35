#include "workflow/leak/triggers.h"

#include <hs/hs.h>

#include <array>
#include <new>
#include <stdexcept>
#include <string>

namespace gongkai::leak {
namespace {

// Patterns look at bytes: Chinese characters stand in groups, never in classes, and the bytes of
// symbols.h in classes. The pattern of a trigger stands at its number.
#define GONGKAI_PROVINCES                                                                                                       \
  "(?:京|津|冀|晋|蒙|辽|吉|黑|沪|苏|浙|皖|闽|赣|鲁|豫|鄂|湘|粤|桂|琼|渝|川|贵|云|黔|滇|藏|陕|甘|" \
  "陇|青|宁|新|兵|使)"
constexpr auto kPatterns = std::to_array<const char*>({
    "@",
    "(?:绝|机|秘|絕|機|祕)[ ]{0,4}密",
    "内部(?:资料|材料|文件|刊物|使用|参考|参阅|传阅|掌握|明电)|工作秘密|(?:涉|机|秘|保)密(?:文件|"
    "资料)|本文件|"
    "(?:此|本)[ ]?(?:件|文)|(?:不|不予|不宜|依申请|免于|对外)公开",
    GONGKAI_PROVINCES R"([ ]?[A-HJ-NP-Za-hj-np-z])",
    R"([0-9]{4}[ ]?(?:\)|）|〕|\]|】)[ ]?(?:最高法|)" GONGKAI_PROVINCES R"())",
    "(?:[0-9a-zA-Z\\xF5-\\xFE]|零|〇|一|二|三|四|五|六|七|八|九|十|百)[ "
    "]?(?:号|栋|幢|室|组|单元|户)",
    "微信|威信|薇信|V信|v信|[Ww][Ee][Cc][Hh][Aa][Tt]|[Qq][Qq]|[Vv][Xx]|[Ww][Xx]|扣扣|企鹅号",
    "病种|病情|病名|诊断|患病|健康状况|残疾(?:类别|等级)|致贫原因|低保(?:类别|金额)|救助金额|"
    "监护人|(?:监护人|学生|儿童|孤儿)姓名",
    "东经|北纬|经度|纬度",
});
#undef GONGKAI_PROVINCES
static_assert(kPatterns.size() == kTriggerCount, "each trigger has its pattern");

int Tell(unsigned int id, unsigned long long, unsigned long long end, unsigned int,
         void* listener) {
  static_cast<Triggers::Listener*>(listener)->OnTrigger(static_cast<Trigger>(id), end);
  return 0;
}

hs_database* Compile() {
  std::array<unsigned, kTriggerCount> flags{};
  std::array<unsigned, kTriggerCount> ids{};
  for (unsigned i = 0; i < kTriggerCount; ++i) ids[i] = i;
  hs_database* database = nullptr;
  hs_compile_error* error = nullptr;
  if (hs_compile_multi(kPatterns.data(), flags.data(), ids.data(), kTriggerCount, HS_MODE_BLOCK,
                       nullptr, &database, &error) != HS_SUCCESS) {
    const std::string message = error->message;
    hs_free_compile_error(error);
    throw std::runtime_error("leak check: " + message);
  }
  return database;
}

hs_scratch* Allocate(const hs_database* database) {
  hs_scratch* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) throw std::bad_alloc();
  return scratch;
}

}  // namespace

void Triggers::Free::operator()(hs_database* database) const { hs_free_database(database); }
void Triggers::Free::operator()(hs_scratch* scratch) const { hs_free_scratch(scratch); }

Triggers::Triggers() {
  if (hs_valid_platform() != HS_SUCCESS) {
    throw std::runtime_error("leak check: the processor has no SSSE3");
  }
  database_.reset(Compile());
  scratch_.reset(Allocate(database_.get()));
}

void Triggers::Find(std::string_view folded, Listener& listener) const {
  hs_scratch* copy = nullptr;
  if (hs_clone_scratch(scratch_.get(), &copy) != HS_SUCCESS) throw std::bad_alloc();
  const std::unique_ptr<hs_scratch, Free> scratch(copy);
  const hs_error_t result =
      hs_scan(database_.get(), folded.data(), static_cast<unsigned>(folded.size()), 0,
              scratch.get(), Tell, &listener);
  if (result != HS_SUCCESS) throw std::runtime_error("leak check: the search failed");
}

}  // namespace gongkai::leak
