// Not part of any binary: ctest compiles it once a mutant, -DMUTANT=kEditKeepsApprovals and so on,
// and expects the compiler to refuse all but kUnchanged with the sentence of the check.
#include "tests/workflow/machine/mutants.h"

#include "workflow/machine/proof.h"

namespace gongkai::machine {

constexpr Table kMutant = Mutate(Mutant::MUTANT);
static_assert(Proven<kMutant>());

}  // namespace gongkai::machine
