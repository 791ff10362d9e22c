/* whatif.i - indices frozen, compared and explained; included by riskidx.i, whose typemaps it uses. */
%ignore rix_fitted_new;
%ignore rix_fitted_free;
%ignore rix_fitted_size;
%ignore rix_fitted_learned;
%ignore rix_learned;
%ignore rix_situation;
%ignore rix_factor_name;
%ignore rix_factor_from_name;
%ignore rix_index_explain;

RIX_HANDLE(rix_fitted, rix_fitted_free)

%{
/** Numbers that were learned, by column. */
typedef struct rix_h_lines {
    rix_learned *x;
    size_t n;
} rix_h_lines;

/* { step, node, parameter, label, value }, columns of one length; nodes are counted from 0. */
static rix_status rix_h_read_lines(rix_h_obj x, rix_h_scope *scope, rix_h_lines *lines,
                                   rix_error *err)
{
    rix_h_text_list step = { NULL, 0 }, parameter = { NULL, 0 }, label = { NULL, 0 };
    rix_h_whole_list node = { NULL, 0 };
    rix_vec value = { NULL, 0, 1 };
    const rix_h_spec specs[] = {
        { "step", RIX_H_TEXTS, &step, NULL },   { "parameter", RIX_H_TEXTS, &parameter, NULL },
        { "label", RIX_H_TEXTS, &label, NULL }, { "node", RIX_H_WHOLES, &node, NULL },
        { "value", RIX_H_VEC, &value, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    const size_t n = step.n;
    if (parameter.n != n || label.n != n || node.n != n || value.size != n) {
        return rix_h_fail(err, RIX_EDIM, "learned", "columns of one length expected");
    }
    lines->x = (rix_learned *)rix_h_alloc(scope, n + 1, sizeof *lines->x);
    if (!lines->x) return rix_h_fail(err, RIX_ENOMEM, "learned", "out of memory");
    lines->n = n;
    for (size_t i = 0; i < n; i++) {
        const rix_learned line = { step.s[i], node.x[i], parameter.s[i], label.s[i],
                                   value.data[(ptrdiff_t)i * value.step] };
        lines->x[i] = line;
    }
    return RIX_OK;
}

/** One column of texts of what was learned. */
static rix_h_obj rix_h_line_texts(const rix_fitted *fitted, int which)
{
    const size_t n = rix_fitted_size(fitted);
    rix_h_obj list = rix_h_list_new(n);
    for (size_t i = 0; i < n; i++) {
        const rix_learned *line = rix_fitted_learned(fitted, i);
        const char *text = which == 0 ? line->step : which == 1 ? line->parameter : line->label;
        rix_h_list_set(list, i, rix_h_text(text));
    }
    return rix_h_list_done(list);
}
%}

RIX_RECORD_IN(rix_h_lines, rix_h_read_lines)

%{
static rix_h_obj rix_h_comparison(const rix_comparison *c)
{
    rix_h_obj r = rix_h_record_new(8);
    rix_h_record_set(r, 0, "n", rix_h_whole(c->n));
    rix_h_record_set(r, 1, "pearson", rix_h_number(c->pearson));
    rix_h_record_set(r, 2, "spearman", rix_h_number(c->spearman));
    rix_h_record_set(r, 3, "kendall", rix_h_number(c->kendall));
    rix_h_record_set(r, 4, "mean_difference", rix_h_number(c->mean_difference));
    rix_h_record_set(r, 5, "mean_shift", rix_h_number(c->mean_shift));
    rix_h_record_set(r, 6, "max_shift", rix_h_number(c->max_shift));
    rix_h_record_set(r, 7, "unmoved", rix_h_whole(c->unmoved));
    return rix_h_record_done(r);
}

/** Numbers of rows, from whole numbers that the host keeps as doubles. */
static rix_status rix_h_rows(rix_vec v, rix_h_scope *scope, const size_t **rows, rix_error *err)
{
    size_t *x = (size_t *)rix_h_alloc(scope, v.size + 1, sizeof *x);
    if (!x) return rix_h_fail(err, RIX_ENOMEM, "rows", "out of memory");
    for (size_t i = 0; i < v.size; i++) {
        const double number = v.data[(ptrdiff_t)i * v.step];
        x[i] = number >= 0 && number < 9007199254740992.0 ? (size_t)number : RIX_NO_INDEX;
    }
    *rows = x;
    return RIX_OK;
}
%}
%typemap(in, numinputs=0) rix_comparison *comparison (rix_comparison value) { $1 = &value; }
%typemap(argout) rix_comparison *comparison { RIX_H_APPEND(rix_h_comparison($1)); }

%include "riskidx/whatif.h"

%inline %{
static rix_status fitted_new(size_t n_nodes, const rix_h_lines *learned, rix_fitted **out,
                             rix_error *err)
{
    return rix_fitted_new(n_nodes, learned->x, learned->n, out, err);
}

/* Steps, parameters and labels as lists of strings. */
static rix_h_obj fitted_texts(const rix_fitted *fitted)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "step", rix_h_line_texts(fitted, 0));
    rix_h_record_set(r, 1, "parameter", rix_h_line_texts(fitted, 1));
    rix_h_record_set(r, 2, "label", rix_h_line_texts(fitted, 2));
    return rix_h_record_done(r);
}

static size_t fitted_size(const rix_fitted *fitted)
{
    return rix_fitted_size(fitted);
}

/* Numbers of nodes, and values: two columns, one row a number. */
static rix_status fitted_numbers(const rix_fitted *fitted, rix_out numbers, rix_error *err)
{
    if (numbers.rows != rix_fitted_size(fitted) || numbers.cols != 2) {
        return rix_h_fail(err, RIX_EDIM, "numbers", "as many rows as numbers expected");
    }
    for (size_t i = 0; i < numbers.rows; i++) {
        numbers.data[2 * i] = (double)rix_fitted_learned(fitted, i)->node;
        numbers.data[2 * i + 1] = rix_fitted_learned(fitted, i)->value;
    }
    return RIX_OK;
}

static rix_status compare_scores(rix_vec a, rix_vec b, rix_ties ties, rix_out units,
                                 rix_comparison *comparison, rix_error *err)
{
    return rix_audit_compare(a, b, ties, units, comparison, err);
}

static rix_h_obj factors(void)
{
#define RIX_H_NAME(code, name) name,
    static const char *const names[] = { RIX_FACTOR_LIST(RIX_H_NAME) };
#undef RIX_H_NAME
    return rix_h_texts(names, RIX_H_COUNT(names));
}

/* Outputs by node of no rows are not wanted. */
static rix_status explain(const rix_table *table, const rix_framework *fw, const rix_recipe *recipe,
                          const rix_table *other_table, const rix_framework *other_fw,
                          const rix_recipe *other_recipe, rix_vec rows, rix_vec other_rows,
                          size_t node, rix_out scores, rix_out ranks, rix_out nodes, rix_error *err)
{
    const rix_situation a = { table, fw, recipe }, b = { other_table, other_fw, other_recipe };
    rix_h_scope memory = RIX_H_SCOPE_INIT;
    const size_t *rows_a = NULL, *rows_b = NULL;
    rix_status st = RIX_OK;
    if (rows.size != other_rows.size) {
        st = rix_h_fail(err, RIX_EDIM, "rows", "as many rows of one as of the other expected");
    }
    if (st == RIX_OK) st = rix_h_rows(rows, &memory, &rows_a, err);
    if (st == RIX_OK) st = rix_h_rows(other_rows, &memory, &rows_b, err);
    if (st == RIX_OK) {
        st = rix_index_explain(&a, &b, rows_a, rows_b, rows.size, node, scores, ranks, nodes, err);
    }
    rix_h_scope_end(&memory);
    return st;
}
%}
