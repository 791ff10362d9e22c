/* machine.c - a rule and its clockwork, compiled, and a unit at a time through it. */
#include "zone/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/view.h"

/* ------------------------------------------------------------------------------- the clock -- */

static rix_status check_clock(const rix_clock *c, size_t n_zones, rix_error *err)
{
    const struct {
        const char *field;
        size_t value;
    } counts[] = { { "review_every", c->review_every },
                   { "rise_after", c->rise_after },
                   { "fall_after", c->fall_after } };
    if (c->start < RIX_NO_ZONE || c->start >= (int)n_zones) {
        return rix_i_fail(err, RIX_EINVAL, "start", RIX_I_NOWHERE, "no such zone to start in: %d",
                          c->start);
    }
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        if (counts[k].value > 0) continue;
        return rix_i_fail(err, RIX_EINVAL, counts[k].field, RIX_I_NOWHERE, "%s is 0",
                          counts[k].field);
    }
    if (c->absent != RIX_ABSENT_HOLD && c->absent != RIX_ABSENT_ESCALATE &&
        c->absent != RIX_ABSENT_GREY) {
        return rix_i_fail(err, RIX_EINVAL, "absent", RIX_I_NOWHERE,
                          "no such policy on absent zones: %d", (int)c->absent);
    }
    return RIX_OK;
}

/* Periods for each zone, 0 where none are given. */
static size_t *copy_stays(const size_t *stays, size_t n_zones)
{
    size_t *copy = calloc(n_zones, sizeof *copy);
    if (copy && stays) memcpy(copy, stays, n_zones * sizeof *copy);
    return copy;
}

static rix_status set_clock(rix_machine *m, const rix_clock *clock, rix_error *err)
{
    const size_t n_zones = m->rule->n_zones;
    m->stay_to_rise = copy_stays(clock->stay_to_rise, n_zones);
    m->stay_to_fall = copy_stays(clock->stay_to_fall, n_zones);
    if (!m->stay_to_rise || !m->stay_to_fall) return rix_i_no_memory(err);
    m->clock = *clock;
    m->clock.stay_to_rise = m->stay_to_rise;
    m->clock.stay_to_fall = m->stay_to_fall;
    return RIX_OK;
}

/* ----------------------------------------------------------------------------- the two rules -- */

static rix_status check_same(const rix_rule *enter, const rix_rule *leave, rix_error *err)
{
    bool same = enter->n_zones == leave->n_zones && enter->grid.n_axes == leave->grid.n_axes;
    for (size_t z = 0; same && z < enter->n_zones; z++) {
        same = strcmp(enter->zones[z], leave->zones[z]) == 0;
    }
    if (!same) {
        return rix_i_fail(err, RIX_EINVAL, "leave", RIX_I_NOWHERE,
                          "the rules have different zones or numbers of indicators");
    }
    for (size_t a = 0; a < enter->grid.n_axes; a++) {
        if (strcmp(enter->indicators[a], leave->indicators[a]) == 0) continue;
        return rix_i_fail(err, RIX_EINVAL, "leave", RIX_I_COL(a),
                          "indicator %zu is %s in one rule and %s in the other", a,
                          rix_i_label(enter->indicators[a]).s, rix_i_label(leave->indicators[a]).s);
    }
    return RIX_OK;
}

/* The grid with the cuts of both. */
static rix_status merge_grids(rix_i_grid *merged, const rix_i_grid *a, const rix_i_grid *b,
                              rix_error *err)
{
    size_t count[RIX_I_MOST_AXES], total = 0, n = 0;
    for (size_t x = 0; x < a->n_axes; x++) total += a->axes[x].n_cuts + b->axes[x].n_cuts;
    rix_i_cut *cuts = calloc(total + 1, sizeof *cuts);
    if (!cuts) return rix_i_no_memory(err);
    for (size_t x = 0; x < a->n_axes; x++) {
        for (size_t k = 0; k < a->axes[x].n_cuts; k++) cuts[n++] = a->axes[x].cuts[k];
        for (size_t k = 0; k < b->axes[x].n_cuts; k++) cuts[n++] = b->axes[x].cuts[k];
        count[x] = a->axes[x].n_cuts + b->axes[x].n_cuts;
    }
    const rix_status st = rix_i_grid_make(merged, a->n_axes, cuts, count, err);
    free(cuts);
    return st;
}

/* The piece of a coarser axis that a piece of the merged one lies in: the number of its cuts below. */
static size_t piece_within(const rix_i_axis *coarse, const rix_i_axis *merged, size_t piece)
{
    size_t n = 0;
    if (piece == rix_i_missing_piece(merged)) return rix_i_missing_piece(coarse);
    if (piece == 0) return 0;
    while (n < coarse->n_cuts && !rix_i_cut_below(merged->cuts[piece - 1], coarse->cuts[n])) n++;
    return n;
}

/* Zones of the merged cells by one of the rules; NULL if there is no memory. */
static int8_t *zones_by(const rix_rule *rule, const rix_i_grid *merged)
{
    int8_t *zones = malloc(merged->n_cells);
    for (size_t cell = 0; zones && cell < merged->n_cells; cell++) {
        size_t own = 0;
        for (size_t a = 0; a < merged->n_axes; a++) {
            const rix_i_axis *axis = &rule->grid.axes[a], *fine = &merged->axes[a];
            own += axis->step * piece_within(axis, fine, rix_i_cell_piece(fine, cell));
        }
        zones[cell] = rule->cells[own];
    }
    return zones;
}

/* Hysteresis is the leave rule asking for more: where both say a zone, its zone is as risky or riskier. */
static rix_status check_order(const rix_machine *m, rix_error *err)
{
    for (size_t cell = 0; cell < m->merged.n_cells; cell++) {
        const int e = m->merged_enter[cell], f = m->merged_leave[cell];
        if (e == RIX_NO_ZONE || f == RIX_NO_ZONE || f >= e) continue;
        rix_i_words where = RIX_I_WORDS_INIT;
        rix_i_say_cell(&where, &m->merged, m->rule->indicators, cell);
        const rix_status st =
            where.failed ? rix_i_no_memory(err)
                         : rix_i_fail(err, RIX_EDOMAIN, "leave", RIX_I_NOWHERE,
                                      "the leave rule is less risky than the enter rule at %s: "
                                      "%s, not %s",
                                      where.s, rix_i_label(m->rule->zones[f]).s,
                                      rix_i_label(m->rule->zones[e]).s);
        free(where.s);
        return st;
    }
    return RIX_OK;
}

static rix_status set_rules(rix_machine *m, const rix_rule *enter, const rix_rule *leave,
                            rix_error *err)
{
    rix_status st = rix_i_rule_copy(enter, &m->rule, err);
    if (st != RIX_OK) return st;
    m->grid = &m->rule->grid;
    m->enter = m->leave = m->rule->cells;
    if (!leave) return RIX_OK;
    st = merge_grids(&m->merged, &enter->grid, &leave->grid, err);
    if (st != RIX_OK) return st;
    m->merged_enter = zones_by(enter, &m->merged);
    m->merged_leave = zones_by(leave, &m->merged);
    if (!m->merged_enter || !m->merged_leave) return rix_i_no_memory(err);
    m->grid = &m->merged;
    m->enter = m->merged_enter;
    m->leave = m->merged_leave;
    return check_order(m, err);
}

/* --------------------------------------------------------------------------- life of a machine -- */

rix_status rix_machine_new(const rix_rule *enter, const rix_rule *leave, const rix_clock *clock,
                           rix_machine **out, rix_error *err)
{
    static const rix_clock defaults = RIX_CLOCK_INIT;
    if (!out) return rix_i_null(err, "out");
    if (!enter) return rix_i_null(err, "enter");
    if (!clock) clock = &defaults;
    rix_status st = check_clock(clock, enter->n_zones, err);
    if (st == RIX_OK && leave) st = check_same(enter, leave, err);
    if (st != RIX_OK) return st;

    rix_machine *m = calloc(1, sizeof *m);
    if (!m) return rix_i_no_memory(err);
    st = set_rules(m, enter, leave, err);
    if (st == RIX_OK) st = set_clock(m, clock, err);
    if (st == RIX_OK) st = rix_i_machine_say(m, leave, err);
    if (st == RIX_OK) {
        *out = m;
    } else {
        rix_machine_free(m);
    }
    return st;
}

void rix_machine_free(rix_machine *machine)
{
    if (!machine) return;
    rix_rule_free(machine->rule);
    rix_i_grid_clear(&machine->merged);
    free(machine->merged_enter);
    free(machine->merged_leave);
    free(machine->stay_to_rise);
    free(machine->stay_to_fall);
    free(machine->sentence);
    free(machine);
}

const rix_rule *rix_machine_rule(const rix_machine *machine) { return machine->rule; }

const char *rix_machine_sentence(const rix_machine *machine) { return machine->sentence; }

/* -------------------------------------------------------------------------------- one unit -- */

void rix_machine_start(const rix_machine *machine, rix_machine_state *state)
{
    const int32_t start = machine->clock.start;
    *state = (rix_machine_state){
        .zone = start, .shown = start, .rise_to = RIX_NO_ZONE, .fall_to = RIX_NO_ZONE
    };
}

rix_status rix_machine_step(const rix_machine *machine, rix_machine_state *state, rix_vec values,
                            int32_t *zone, rix_error *err)
{
    if (!machine) return rix_i_null(err, "machine");
    if (!state) return rix_i_null(err, "state");
    if (!zone) return rix_i_null(err, "zone");
    const rix_i_grid *g = machine->grid;
    if (values.size != g->n_axes) {
        return rix_i_fail(err, RIX_EDIM, "values", RIX_I_NOWHERE,
                          "%zu values for a rule of %zu indicators", values.size, g->n_axes);
    }
    if (!values.data) return rix_i_null(err, "values");
    if (rix_i_review_due(machine, state->period)) {
        size_t cell = 0;
        for (size_t a = 0; a < g->n_axes; a++) {
            cell += g->axes[a].step * rix_i_piece_of(&g->axes[a], rix_i_vget(values, a));
        }
        rix_i_review(machine, state, machine->enter[cell], machine->leave[cell]);
    }
    rix_i_pass(state, 1);
    *zone = state->shown;
    return RIX_OK;
}
