/* epidemic.i - simulations with options, gradients and custom models; included by riskidx.i, whose
 * typemaps it uses. */
%ignore rix_simulate_options;
%ignore rix_custom;
%ignore rix_custom_at;
%ignore rix_custom_outcome;
%ignore rix_custom_event;
%ignore rix_custom_new;
%ignore rix_scenario_param;
%ignore rix_observable;
%ignore rix_stage_event_name;
%ignore rix_scenario_observable;

%{
#include "structs_epidemic.h"
#include "structs_policy.h"
%}

RIX_RECORD_IN(rix_simulate_options, rix_h_read_simulate_options)
RIX_RECORD_IN(rix_custom, rix_h_read_custom)
RIX_HANDLE(rix_h_functions, rix_h_functions_free)

/* Asked for always: the host says whether it wants to know. */
%typemap(in, numinputs=0) bool *exact (bool exact = false) { $1 = &exact; }
%typemap(argout) bool *exact { RIX_H_APPEND(rix_h_bool(*$1)); }

%typemap(in) rix_h_obj "$1 = $input;"

%include "riskidx/epidemic.h"

%inline %{
static rix_h_obj scenario_params(const rix_scenario *sc)
{
    return rix_h_scenario_params(sc);
}

static rix_h_obj scenario_observables(const rix_scenario *sc)
{
    return rix_h_observables(sc);
}

static rix_h_obj stage_event_names(void)
{
    static const char *const names[] = { RIX_STAGE_EVENT_LIST(RIX_H_LIST_NAME) };
    return rix_h_texts(names, RIX_H_COUNT(names));
}

/* The functions of a custom model, in a handle that must outlive those of its scenarios. */
static rix_status custom_functions(rix_h_obj rhs, rix_h_obj rates, rix_h_obj terminal,
                                   rix_h_obj conditions, rix_h_obj happen, rix_h_functions **out,
                                   rix_error *err)
{
    const rix_h_obj call[] = { rhs, rates, terminal, conditions, happen };
    rix_h_functions *f = (rix_h_functions *)calloc(1, sizeof *f);
    if (!f) return rix_h_fail(err, RIX_ENOMEM, "rhs", "out of memory");
    for (size_t k = 0; k < RIX_H_FUNCTIONS; k++) f->call[k] = rix_h_keep(call[k]);
    *out = f;
    return RIX_OK;
}

static rix_status custom_new(const rix_custom *model, rix_h_functions *functions, rix_scenario **out,
                             rix_error *err)
{
    if (!functions) return rix_h_fail(err, RIX_EINVAL, "functions", "functions expected, not nothing");
    return rix_h_custom_new(model, functions, out, err);
}
%}
