/* weights_optimised.c - weights by which some nodes have given influences on the index. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/least_squares.h"
#include "base/parallel.h"
#include "base/text.h"
#include "base/view.h"
#include "index/aggregate.h"
#include "index/dense.h"
#include "index/framework.h"
#include "index/weights.h"

enum { MOST_STARTS = 100000, LEAST_UNITS = 3 };

/* What all starts share. Elements are the nodes with targets, in the order of the nodes. */
typedef struct problem {
    const rix_framework *given;
    rix_framework *fw; /* the same, but for its elements' weights: 1 */
    const rix_recipe *recipe;
    rix_optimise_options options;
    size_t n_units, m;
    double *scores;  /* n_units x nodes, one column after the other: units that have an index */
    bool *above;     /* of each node: a group with an element below it */
    bool *direct;    /* of each node: a group whose children are elements */
    size_t *element; /* m nodes */
    size_t *member;  /* m: where they are among a plan's members */
    double *target;  /* m, sum 1 */
    double *found;   /* starts x m weights */
    double *squares; /* starts: sums of squares that they come to */
} problem;

/* What one thread has to itself. */
typedef struct worker {
    const problem *p;
    rix_i_plan plan; /* of p->fw; its weights change */
    double *scores;  /* n_units x nodes */
    double *scratch, *room;
    double *weight, *influence, *theta; /* m */
} worker;

/* ------------------------------------------------------------------------------------- the index -- */

/* Writes weights, rescaled among siblings to sum 1; false where they sum to nothing. */
static bool set_weights(worker *w, double *weights)
{
    const problem *p = w->p;
    for (size_t e = 0; e < p->m; e++) w->plan.members[p->member[e]].weight = weights[e];
    for (size_t g = 0; g < w->plan.n_groups; g++) {
        const rix_i_group *group = &w->plan.groups[g];
        rix_i_member *members = w->plan.members + (group->members - w->plan.members);
        double sum = 0, size = 0;
        if (!p->direct[group->node]) continue;
        for (size_t k = 0; k < group->n_members; k++) {
            sum += members[k].weight;
            size += fabs(members[k].weight);
        }
        if (!(fabs(sum) > 1e-6 * size)) return false;
        for (size_t k = 0; k < group->n_members; k++) members[k].weight /= sum;
    }
    for (size_t e = 0; e < p->m; e++) weights[e] = w->plan.members[p->member[e]].weight;
    return true;
}

/* The arithmetic mean, by weights of any sign: rix_i_aggregate keeps a mean between its smallest and largest term. */
static void add_up(const rix_i_plan *plan, const rix_i_group *group, double *scores, size_t n_units)
{
    for (size_t i = 0; i < n_units; i++) {
        double sum = 0, weight = 0;
        size_t present = 0;
        for (size_t k = 0; k < group->n_members; k++) {
            const rix_i_member *member = &group->members[k];
            const double x = rix_i_member_score(plan, member, scores, n_units, i);
            if (isnan(x)) continue;
            sum += member->weight * x;
            weight += member->weight;
            present++;
        }
        scores[group->node * n_units + i] =
            present > 0 && present >= group->needed ? sum / weight : RIX_NAN;
    }
}

static rix_i_fault aggregate_up(worker *w, const rix_i_group **at)
{
    const problem *p = w->p;
    for (size_t g = 0; g < w->plan.n_groups; g++) {
        const rix_i_group *group = &w->plan.groups[g];
        if (!p->above[group->node]) continue;
        *at = group;
        if (!p->options.nonnegative) {
            add_up(&w->plan, group, w->scores, p->n_units);
            continue;
        }
        const rix_i_fault fault =
            rix_i_aggregate(&w->plan, group, w->scores, p->n_units, w->scratch);
        if (fault.kind != RIX_I_NO_FAULT) return fault;
    }
    return RIX_I_FAULTLESS;
}

/* ------------------------------------------------------------------------------------ influences -- */

static double correlation(const double *x, const double *y, size_t n)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    size_t both = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i])) continue;
        mx += x[i];
        my += y[i];
        both++;
    }
    mx /= (double)both;
    my /= (double)both;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i])) continue;
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / sqrt(xx * yy);
}

/* Influences in a worker's scores as they are; false where they are not defined. */
static bool read_influences(const worker *w, double *influence)
{
    const problem *p = w->p;
    const double *index = w->scores + p->fw->root * p->n_units;
    double sum = 0;
    for (size_t e = 0; e < p->m; e++) {
        const double c = correlation(w->scores + p->element[e] * p->n_units, index, p->n_units);
        influence[e] = w->plan.members[p->member[e]].mirrored ? -c : c;
        sum += influence[e];
    }
    for (size_t e = 0; e < p->m; e++) influence[e] /= sum;
    return isfinite(sum) && fabs(sum) > 0;
}

/* How far influences are from the targets, by variables of which weights are the squares where none may be negative. */
static bool residuals(const double *theta, double *residual, void *user)
{
    worker *w = user;
    const problem *p = w->p;
    const rix_i_group *at;
    for (size_t e = 0; e < p->m; e++) {
        w->weight[e] = p->options.nonnegative ? theta[e] * theta[e] : theta[e];
    }
    if (!set_weights(w, w->weight) || aggregate_up(w, &at).kind != RIX_I_NO_FAULT ||
        !read_influences(w, w->influence))
        return false;
    for (size_t e = 0; e < p->m; e++) residual[e] = w->influence[e] - p->target[e];
    return true;
}

/* -------------------------------------------------------------------------------------- the search -- */

/* Start number 0 is equal weights, 1 the targets as weights; then points of the additive sequence by powers of the root of
 * x^(m + 1) = x + 1 (Roberts 2018), which spread evenly in any number of dimensions. */
static void set_start(const problem *p, size_t start, double *theta)
{
    double root = 1.5, step = 1;
    for (int k = 0; k < 60; k++) root = pow(1 + root, 1 / ((double)p->m + 1));
    for (size_t e = 0; e < p->m; e++) {
        step /= root;
        const double u = fmod(0.5 + (double)start * step, 1);
        theta[e] = p->options.nonnegative ? u : 2 * u - 1;
        if (start == 0) theta[e] = 1;
        if (start == 1) theta[e] = p->options.nonnegative ? sqrt(p->target[e]) : p->target[e];
    }
}

typedef struct searchers {
    problem *p;
    worker *workers;
} searchers;

static rix_status search_from(size_t start, size_t number, void *user, rix_error *err)
{
    const searchers *s = user;
    worker *w = &s->workers[number];
    problem *p = s->p;
    (void)err;
    set_start(p, start, w->theta);
    p->squares[start] = rix_i_least_squares(p->m, p->m, residuals, w, w->theta, w->room);
    if (isfinite(p->squares[start])) residuals(w->theta, w->influence, w);
    memcpy(p->found + start * p->m, w->weight, p->m * sizeof *w->weight);
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------------- reading -- */

static rix_i_text code_of(const problem *p, size_t node)
{
    return rix_i_label(p->given->nodes[node].code);
}

static rix_status bad_target(const problem *p, size_t node, const char *what, rix_error *err)
{
    return rix_i_fail(err, RIX_EFRAMEWORK, "targets", RIX_I_NODE(node), "'%s' has a target, %s",
                      code_of(p, node).s, what);
}

/* Marks the groups above a node. */
static rix_status climb(problem *p, const double *targets, size_t node, rix_error *err)
{
    const rix_framework *fw = p->given;
    if (fw->parent[node] == RIX_NO_INDEX) return bad_target(p, node, "and is the index", err);
    for (size_t at = fw->parent[node]; at != RIX_NO_INDEX; at = fw->parent[at]) {
        p->above[at] = true;
        if (!isnan(targets[at])) return bad_target(p, node, "and a node above it too", err);
    }
    const size_t parent = fw->parent[node];
    p->direct[parent] = true;
    for (size_t k = fw->first_child[parent]; k < fw->first_child[parent + 1]; k++) {
        if (isnan(targets[fw->child[k]])) return bad_target(p, node, "and a sibling none", err);
    }
    return RIX_OK;
}

static rix_status read_targets(problem *p, rix_vec targets, double *target, rix_error *err)
{
    double sum = 0;
    rix_status st = RIX_OK;
    for (size_t i = 0; i < p->given->n_nodes; i++) target[i] = rix_i_vget(targets, i);
    for (size_t i = 0; i < p->given->n_nodes && st == RIX_OK; i++) {
        if (isnan(target[i])) continue;
        if (target[i] < 0 || isinf(target[i])) {
            return rix_i_fail(err, RIX_EDOMAIN, "targets", RIX_I_NODE(i),
                              "target %s of '%s' is not finite and >= 0", rix_i_number(target[i]).s,
                              code_of(p, i).s);
        }
        st = climb(p, target, i, err);
        p->element[p->m] = i;
        p->target[p->m++] = target[i];
        sum += target[i];
    }
    if (st != RIX_OK) return st;
    if (p->m < 2) {
        return rix_i_fail(err, RIX_EFRAMEWORK, "targets", RIX_I_NOWHERE,
                          "%zu targets: two nodes or more expected", p->m);
    }
    if (!(sum > 0) || isinf(sum)) {
        return rix_i_fail(err, RIX_EDOMAIN, "targets", RIX_I_NOWHERE, "the targets sum to %s",
                          rix_i_number(sum).s);
    }
    for (size_t e = 0; e < p->m; e++) p->target[e] /= sum;
    return RIX_OK;
}

/* The same framework, whose elements all count. */
static rix_status even_out(problem *p, double *weight, rix_error *err)
{
    for (size_t i = 0; i < p->given->n_nodes; i++) weight[i] = RIX_NAN;
    for (size_t e = 0; e < p->m; e++) weight[p->element[e]] = 1;
    return rix_framework_with_weights(p->given, rix_vec_c(weight, p->given->n_nodes), &p->fw, err);
}

static rix_status read_scores(problem *p, rix_mat scores, rix_error *err)
{
    const size_t root = p->given->root;
    size_t n = 0;
    for (size_t i = 0; i < scores.rows; i++) n += isnan(rix_i_get(scores, i, root)) ? 0 : 1;
    p->n_units = n;
    if (n < LEAST_UNITS) {
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_NOWHERE,
                          "%zu units have an index; correlations need %d", n, LEAST_UNITS);
    }
    for (size_t i = 0, at = 0; i < scores.rows; i++) {
        if (isnan(rix_i_get(scores, i, root))) continue;
        for (size_t j = 0; j < scores.cols; j++) {
            const double x = rix_i_get(scores, i, j);
            p->scores[j * n + at] = x;
            if (!isinf(x)) continue;
            return rix_i_fail(err, RIX_EDOMAIN, "scores", RIX_I_CELL(i, j, j),
                              "infinite score of '%s' for unit %zu", code_of(p, j).s, i);
        }
        at++;
    }
    return RIX_OK;
}

static rix_status check_elements(const problem *p, rix_error *err)
{
    for (size_t e = 0; e < p->m; e++) {
        const double *x = p->scores + p->element[e] * p->n_units;
        double least = INFINITY, most = -INFINITY;
        for (size_t i = 0; i < p->n_units; i++) {
            least = x[i] < least ? x[i] : least;
            most = x[i] > most ? x[i] : most;
        }
        if (least < most) continue;
        return rix_i_fail(err, RIX_EMISSING, "scores", RIX_I_NODE(p->element[e]),
                          "the score of '%s' is the same for all units: it has no correlations",
                          code_of(p, p->element[e]).s);
    }
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------------- workers -- */

static rix_status make_worker(problem *p, const rix_framework *fw, worker *w, rix_error *err)
{
    *w = (worker){ .p = p };
    const rix_status st = rix_i_plan_init(&w->plan, fw, p->recipe, err);
    if (st != RIX_OK) return st;
    rix_i_plan_units(&w->plan, p->recipe, p->n_units);
    w->scores = rix_i_dense_new(p->n_units, fw->n_nodes);
    w->scratch = calloc(rix_i_aggregate_scratch(&w->plan, p->n_units) + 1, sizeof *w->scratch);
    w->room = calloc(rix_i_least_squares_room(p->m, p->m) + 3 * p->m, sizeof *w->room);
    if (!w->scores || !w->scratch || !w->room) return rix_i_no_memory(err);
    w->weight = w->room + rix_i_least_squares_room(p->m, p->m);
    w->influence = w->weight + p->m;
    w->theta = w->influence + p->m;
    memcpy(w->scores, p->scores, p->n_units * fw->n_nodes * sizeof *w->scores);
    return RIX_OK;
}

static void clear_worker(worker *w)
{
    rix_i_plan_clear(&w->plan);
    free(w->scores);
    free(w->scratch);
    free(w->room);
}

/* Where the elements are among the members of a plan, which all plans of p->fw have alike. */
static void find_members(problem *p, const rix_i_plan *plan)
{
    for (size_t g = 0; g < plan->n_groups; g++) {
        const rix_i_group *group = &plan->groups[g];
        for (size_t k = 0; k < group->n_children; k++) {
            for (size_t e = 0; e < p->m; e++) {
                if (p->element[e] != group->members[k].node) continue;
                p->member[e] = (size_t)(group->members - plan->members) + k;
            }
        }
    }
}

static rix_status check_rules(const problem *p, const rix_i_plan *plan, rix_error *err)
{
    for (size_t g = 0; g < plan->n_groups && !p->options.nonnegative; g++) {
        const rix_i_group *group = &plan->groups[g];
        if (!p->above[group->node] || group->rule == RIX_AGG_ARITHMETIC) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "options.nonnegative", RIX_I_NODE(group->node),
                          "weights below 0 have no meaning under %s, the rule of '%s'",
                          rix_aggregation_name(group->rule), code_of(p, group->node).s);
    }
    return RIX_OK;
}

/* Equal weights, for the words about scores that a rule cannot take. */
static rix_status try_equal(worker *w, rix_error *err)
{
    const rix_i_group *at = NULL;
    const problem *p = w->p;
    const rix_i_fault fault = aggregate_up(w, &at);
    if (fault.kind == RIX_I_NO_FAULT) return RIX_OK;
    const rix_i_text unit = rix_i_number((double)fault.unit);
    return rix_i_fault_fail(&fault, &w->plan, at, unit.s, p->given->nodes[fault.member].code,
                            p->given->nodes[at->node].code,
                            RIX_I_CELL(fault.unit, fault.member, fault.member), err);
}

/* ------------------------------------------------------------------------------------- the result -- */

static size_t best_start(const problem *p)
{
    size_t best = 0;
    for (size_t k = 1; k < p->options.starts; k++)
        best = p->squares[k] < p->squares[best] ? k : best;
    return best;
}

/* As a framework with these weights has them, which leaves out whom weighs 0. */
static rix_status evaluate(problem *p, const double *weights, double *influence, rix_optimised *fit,
                           double *by_node, rix_error *err)
{
    rix_framework *fw = NULL;
    worker w = { .p = p };
    const rix_i_group *at;
    double squares = 0;
    rix_status st = RIX_OK;
    for (size_t i = 0; i < p->given->n_nodes; i++) by_node[i] = RIX_NAN;
    for (size_t e = 0; e < p->m; e++) by_node[p->element[e]] = weights[e];
    if (p->options.nonnegative) {
        st = rix_framework_with_weights(p->fw, rix_vec_c(by_node, p->given->n_nodes), &fw, err);
    }
    if (st == RIX_OK) st = make_worker(p, fw ? fw : p->fw, &w, err);
    if (st == RIX_OK) {
        memcpy(w.weight, weights, p->m * sizeof *weights);
        find_members(p, &w.plan);
        if (!p->options.nonnegative) set_weights(&w, w.weight);
        if (aggregate_up(&w, &at).kind != RIX_I_NO_FAULT || !read_influences(&w, influence)) {
            st = rix_i_fail(err, RIX_ENUMERIC, "weights", RIX_I_NOWHERE,
                            "influences are not defined under the best weights");
        }
    }
    *fit = (rix_optimised){ 0, 0 };
    for (size_t e = 0; e < p->m && st == RIX_OK; e++) {
        const double d = influence[e] - p->target[e];
        squares += d * d / (double)p->m;
        fit->largest = fmax(fit->largest, fabs(d));
    }
    fit->objective = squares > 0 ? log(squares) : (double)-INFINITY;
    clear_worker(&w);
    rix_framework_free(fw);
    return st;
}

static void write_elements(const problem *p, const double *from, rix_out out)
{
    for (size_t i = 0; i < out.cols; i++) rix_i_set(out, 0, i, RIX_NAN);
    for (size_t e = 0; e < p->m; e++) rix_i_set(out, 0, p->element[e], from[e]);
}

/* --------------------------------------------------------------------------------------- the whole -- */

static rix_status search(problem *p, const rix_run *run, rix_error *err)
{
    const size_t n_workers = rix_i_workers(p->options.starts, run);
    searchers s = { p, calloc(n_workers, sizeof *s.workers) };
    rix_status st = s.workers ? RIX_OK : rix_i_no_memory(err);
    for (size_t k = 0; k < n_workers && st == RIX_OK; k++) {
        st = make_worker(p, p->fw, &s.workers[k], err);
    }
    if (st == RIX_OK) {
        find_members(p, &s.workers[0].plan);
        st = check_rules(p, &s.workers[0].plan, err);
    }
    if (st == RIX_OK) st = try_equal(&s.workers[0], err);
    if (st == RIX_OK) st = rix_i_parallel(p->options.starts, run, search_from, &s, err);
    for (size_t k = 0; s.workers && k < n_workers; k++) clear_worker(&s.workers[k]);
    free(s.workers);
    if (st != RIX_OK || isfinite(p->squares[best_start(p)])) return st;
    return rix_i_fail(err, RIX_ENUMERIC, "scores", RIX_I_NOWHERE,
                      "influences are not defined at any of %zu starts", p->options.starts);
}

static rix_status check_sizes(const problem *p, rix_mat scores, rix_vec targets, rix_out weights,
                              rix_out influences, rix_error *err)
{
    const size_t n = p->given->n_nodes;
    size_t cells;
    rix_status st = rix_i_recipe_check(p->recipe, err);
    if (st == RIX_OK) st = rix_i_check_mat(scores, "scores", err);
    if (st == RIX_OK) st = rix_i_check_vec(targets, "targets", err);
    if (st == RIX_OK) st = rix_i_check_out(weights, 1, n, "weights", err);
    if (st == RIX_OK) st = rix_i_check_out(influences, 1, n, "influences", err);
    if (st != RIX_OK) return st;
    if (scores.cols != n || targets.size != n) {
        return rix_i_fail(err, RIX_EDIM, scores.cols != n ? "scores" : "targets", RIX_I_NOWHERE,
                          "%zu columns of scores and %zu targets for %zu nodes", scores.cols,
                          targets.size, n);
    }
    if (p->options.starts < 1 || p->options.starts > MOST_STARTS) {
        return rix_i_fail(err, RIX_EINVAL, "options.starts", RIX_I_NOWHERE,
                          "options.starts is %zu, but must lie in [1, %d]", p->options.starts,
                          MOST_STARTS);
    }
    if (rix_i_size_product(p->options.starts, n + 1, &cells)) return RIX_OK;
    return rix_i_fail(err, RIX_EOVERFLOW, "scores", RIX_I_NOWHERE, "%zu nodes are too many", n);
}

static void clear(problem *p)
{
    rix_framework_free(p->fw);
    free(p->scores);
    free(p->above);
    free(p->element);
    free(p->target);
    free(p->found);
}

static rix_status make_room(problem *p, size_t rows, rix_error *err)
{
    const size_t n = p->given->n_nodes;
    p->scores = rix_i_dense_new(rows, n);
    p->above = calloc(2 * n, sizeof *p->above);
    p->element = calloc(2 * n, sizeof *p->element);
    p->target = calloc(3 * n, sizeof *p->target);
    p->found = calloc(p->options.starts, (n + 1) * sizeof *p->found);
    if (!p->scores || !p->above || !p->element || !p->target || !p->found) {
        return rix_i_no_memory(err);
    }
    p->direct = p->above + n;
    p->member = p->element + n;
    p->squares = p->found + p->options.starts * n;
    return RIX_OK;
}

rix_status rix_weights_optimised(rix_mat scores, const rix_framework *fw, const rix_recipe *recipe,
                                 rix_vec targets, const rix_optimise_options *options,
                                 const rix_run *run, rix_out weights, rix_out influences,
                                 rix_optimised *fit, rix_error *err)
{
    static const rix_recipe plain = RIX_RECIPE_INIT;
    static const rix_optimise_options defaults = RIX_OPTIMISE_INIT;
    rix_optimised found;
    if (!fw) return rix_i_null(err, "fw");
    if (!fit) return rix_i_null(err, "fit");
    problem p = { .given = fw,
                  .recipe = recipe ? recipe : &plain,
                  .options = options ? *options : defaults };
    rix_status st = check_sizes(&p, scores, targets, weights, influences, err);
    if (st != RIX_OK) return st;
    st = make_room(&p, scores.rows, err);
    double *influence = p.target ? p.target + fw->n_nodes : NULL;
    double *by_node = p.target ? influence + fw->n_nodes : NULL;
    if (st == RIX_OK) st = read_targets(&p, targets, by_node, err);
    if (st == RIX_OK) st = even_out(&p, by_node, err);
    if (st == RIX_OK) st = read_scores(&p, scores, err);
    if (st == RIX_OK) st = check_elements(&p, err);
    if (st == RIX_OK) st = search(&p, run, err);
    if (st == RIX_OK) {
        const double *best = p.found + best_start(&p) * p.m;
        st = evaluate(&p, best, influence, &found, by_node, err);
        if (st == RIX_OK) {
            write_elements(&p, best, weights);
            write_elements(&p, influence, influences);
            *fit = found;
        }
    }
    clear(&p);
    return st;
}
