#include "workflow/machine/table.h"

#include "workflow/machine/proof.h"

namespace gongkai::machine {

static_assert(Proven<kTransitions>());

}  // namespace gongkai::machine
