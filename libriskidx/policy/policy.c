/* policy.c - policies in stages: what their kinds have in common. */
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

rix_status rix_i_check_levels(rix_mat levels, size_t n_stages, rix_error *err)
{
    const rix_status status = rix_i_check_mat(levels, "levels", err);
    if (status != RIX_OK) return status;
    if (levels.rows != n_stages) {
        return rix_i_fail(err, RIX_EDIM, "levels", RIX_I_NOWHERE,
                          "levels has %zu rows for %zu stages", levels.rows, n_stages);
    }
    for (size_t s = 0; s < levels.rows; s++) {
        for (size_t j = 0; j < levels.cols; j++) {
            const double level = rix_i_get(levels, s, j);
            if (isfinite(level) && level >= 0.0) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "levels", RIX_I_CELL(s, j, RIX_NO_INDEX),
                              "level of control %zu in stage %zu is %s, not a finite number >= 0",
                              j, s, rix_i_number(level).s);
        }
    }
    return RIX_OK;
}

static char *copy_text(char **end, const char *text)
{
    char *start = *end;
    const size_t size = strlen(text) + 1;
    memcpy(start, text, size);
    *end += size;
    return start;
}

void rix_i_policy_name(rix_policy *policy, size_t i, const char *name, char **end)
{
    policy->names[i] = copy_text(end, name);
}

static void fill(rix_policy *p, const rix_i_policy_parts *parts)
{
    char *end = p->text + parts->name_room;
    for (size_t s = 0; s < p->n_stages; s++) {
        for (size_t j = 0; j < p->n_controls; j++) {
            p->levels[s * p->n_controls + j] = rix_i_get(parts->levels, s, j);
        }
    }
    for (size_t w = 0; w < p->n_watches; w++) {
        p->watches[w] = parts->watches[w];
        if (!p->watches[w].observable) continue;
        p->watches[w].observable = copy_text(&end, parts->watches[w].observable);
    }
}

rix_status rix_i_policy_make(const rix_i_policy_parts *parts, rix_policy **out, rix_error *err)
{
    size_t text = parts->name_room + 1, cells;
    for (size_t w = 0; w < parts->n_watches; w++) {
        const char *name = parts->watches[w].observable;
        if (name) text += strlen(name) + 1;
    }
    if (!rix_i_size_product(parts->levels.rows, parts->levels.cols, &cells)) {
        return rix_i_fail(err, RIX_EOVERFLOW, "levels", RIX_I_NOWHERE, "levels is too large");
    }
    rix_policy *p = calloc(1, sizeof *p);
    if (!p) return rix_i_no_memory(err);
    p->n_stages = parts->levels.rows;
    p->n_controls = parts->levels.cols;
    p->n_watches = parts->n_watches;
    p->levels = calloc(cells + 1, sizeof *p->levels);
    p->watches = calloc(parts->n_watches + 1, sizeof *p->watches);
    p->names = calloc(p->n_stages + 1, sizeof *p->names);
    p->text = malloc(text);
    if (!p->levels || !p->watches || !p->names || !p->text) {
        rix_policy_free(p);
        return rix_i_no_memory(err);
    }
    fill(p, parts);
    *out = p;
    return RIX_OK;
}

void rix_policy_free(rix_policy *policy)
{
    if (!policy) return;
    rix_machine_free(policy->machine);
    free(policy->stages);
    free(policy->levels);
    free(policy->watches);
    free(policy->names);
    free(policy->text);
    free(policy->sentence);
    free(policy);
}

size_t rix_policy_stage_count(const rix_policy *policy) { return policy->n_stages; }

const char *rix_policy_stage_name(const rix_policy *policy, size_t i)
{
    return i < policy->n_stages ? policy->names[i] : NULL;
}

const char *rix_policy_sentence(const rix_policy *policy) { return policy->sentence; }
