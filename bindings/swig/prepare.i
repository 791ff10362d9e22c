/* prepare.i - the steps before 'normalise', for riskidx.i to include. */

%ignore rix_stage_name;
%ignore rix_imputation_name;
%ignore rix_screening_name;
%ignore rix_treatment_name;
%ignore rix_transform_name;
%ignore rix_treatment_action_name;
%ignore rix_over_name;
%ignore rix_stage_from_name;
%ignore rix_imputation_from_name;
%ignore rix_screening_from_name;
%ignore rix_treatment_from_name;
%ignore rix_transform_from_name;
%ignore rix_over_from_name;
%ignore rix_denominate;
%ignore rix_impute;
%ignore rix_screen;
%ignore rix_treat;
%ignore rix_denominate_options;
%ignore rix_impute_options;
%ignore rix_screen_options;
%ignore rix_treat_options;
%ignore rix_imputed;
%ignore rix_screened;
%ignore rix_treated;

RIX_CHOICE_IN(rix_stage, rix_h_parse_stage)
RIX_RECORD_OUT(rix_screened, rix_h_screened)
RIX_RECORD_OUT(rix_treated, rix_h_treated)

%{
/** Options of 'impute' with the number of their group labels, which C takes on trust. */
typedef struct rix_h_imputing {
    rix_impute_options options;
    size_t n_groups;
} rix_h_imputing;

static rix_status rix_h_read_imputing(rix_h_obj x, rix_h_scope *scope, rix_h_imputing *o,
                                      rix_error *err)
{
    return rix_h_read_impute(x, scope, &o->options, &o->n_groups, err);
}
%}

%{
/** Labels of units; NULL where there are none. */
typedef struct rix_h_labels {
    const char *const *s;
    size_t n;
} rix_h_labels;
%}
%typemap(in) rix_h_labels (rix_h_scope scope = RIX_H_SCOPE_INIT) {
    const char **texts = NULL;
    size_t n_texts = 0;
    if (!rix_h_is_none($input) && !rix_h_to_texts($input, &scope, &texts, &n_texts)) {
        rix_error wrong = RIX_ERROR_INIT;
        rix_h_fail(&wrong, RIX_EINVAL, "$1_name", "strings expected");
        RIX_H_RETURN_FAILURE(wrong);
    }
    $1.s = (const char *const *)texts;
    $1.n = n_texts;
}
%typemap(freearg) rix_h_labels { rix_h_scope_end(&scope$argnum); }

RIX_RECORD_IN(rix_h_imputing, rix_h_read_imputing)
RIX_RECORD_IN(rix_screen_options, rix_h_read_screen)
RIX_RECORD_IN(rix_treat_options, rix_h_read_treat)

/* Reports, one a column or unit: the function allocates them from the scope that comes with them. */
%define RIX_REPORTS(TYPE, LIST, BUILD)
%{
typedef struct LIST {
    rix_h_scope *memory;
    TYPE *x;
    size_t n;
} LIST;
%}
%typemap(in, numinputs=0) LIST *report (rix_h_scope scope = RIX_H_SCOPE_INIT, LIST found) {
    found.memory = &scope;
    found.x = NULL;
    found.n = 0;
    $1 = &found;
}
%typemap(argout) LIST *report {
    rix_h_obj list = rix_h_list_new($1->n);
    for (size_t k = 0; k < $1->n; k++) rix_h_list_set(list, k, BUILD(&$1->x[k]));
    RIX_H_APPEND(rix_h_list_done(list));
}
%typemap(freearg) LIST *report { rix_h_scope_end(&scope$argnum); }
%enddef

RIX_REPORTS(rix_imputed, rix_h_found_imputed, rix_h_imputed)
RIX_REPORTS(rix_screened, rix_h_found_screened, rix_h_screened)
RIX_REPORTS(rix_treated, rix_h_found_treated, rix_h_treated)

%include "riskidx/prepare.h"

%inline %{
static rix_h_obj prepare_vocabulary(void)
{
    return rix_h_prepare_vocabulary();
}

/* A column's number among the denominators is NaN where it is not divided. */
static rix_status denominate(rix_mat values, rix_mat denominators, rix_vec by, rix_vec scale,
                             rix_out out, rix_error *err)
{
    rix_h_scope memory = RIX_H_SCOPE_INIT;
    if (by.size != values.cols || scale.size != values.cols) {
        return rix_h_fail(err, RIX_EDIM, "by", "one denominator and scale a column expected");
    }
    size_t *columns = (size_t *)rix_h_alloc(&memory, values.cols + 1, sizeof *columns);
    double *scales = (double *)rix_h_alloc(&memory, values.cols + 1, sizeof *scales);
    rix_status st = RIX_OK;
    if (!columns || !scales) st = rix_h_fail(err, RIX_ENOMEM, "values", "out of memory");
    for (size_t j = 0; st == RIX_OK && j < values.cols; j++) {
        const double number = by.data[(ptrdiff_t)j * by.step];
        columns[j] = number >= 0 && number < 9007199254740992.0 ? (size_t)number : RIX_NO_INDEX;
        scales[j] = scale.data[(ptrdiff_t)j * scale.step];
    }
    if (st == RIX_OK) st = rix_denominate(values, denominators, columns, scales, out, err);
    rix_h_scope_end(&memory);
    return st;
}

/* Blocks and directions are of size 0 where there are none, sources where the table has no periods. */
static rix_status impute(const rix_table *table, const rix_h_imputing *options, rix_vec blocks,
                         rix_vec directions, rix_out out, rix_out sources,
                         rix_h_found_imputed *report, rix_error *err)
{
    const size_t cols = table->values.cols;
    const bool blocked = blocks.size > 0, directed = directions.size > 0;
    if ((blocked && blocks.size != cols) || (directed && directions.size != cols)) {
        return rix_h_fail(err, RIX_EDIM, "blocks", "one block and direction a column expected");
    }
    if (options->options.groups && options->n_groups != table->values.rows) {
        return rix_h_fail(err, RIX_EDIM, "groups", "one label a unit expected");
    }
    size_t *block = (size_t *)rix_h_alloc(report->memory, cols + 1, sizeof *block);
    int *direction = (int *)rix_h_alloc(report->memory, cols + 1, sizeof *direction);
    report->x = (rix_imputed *)rix_h_alloc(report->memory, cols + 1, sizeof *report->x);
    if (!block || !direction || !report->x) {
        return rix_h_fail(err, RIX_ENOMEM, "values", "out of memory");
    }
    for (size_t j = 0; j < cols; j++) {
        const double b = blocked ? blocks.data[(ptrdiff_t)j * blocks.step] : 0;
        const double d = directed ? directions.data[(ptrdiff_t)j * directions.step] : 1;
        block[j] = b >= 0 && b < 9007199254740992.0 ? (size_t)b : 0;
        direction[j] = d >= 1 && d <= 1 ? 1 : d >= -1 && d <= -1 ? -1 : 0;
    }
    report->n = cols;
    return rix_impute_panel(table, &options->options, block, direction, out, sources, report->x,
                            err);
}

/* Labels come as a list of strings, or none. */
static rix_status screen(rix_mat values, const rix_screen_options *options, rix_h_labels units,
                         rix_h_found_screened *report, rix_error *err)
{
    if (units.s && units.n != values.rows) {
        return rix_h_fail(err, RIX_EDIM, "units", "one label a unit expected");
    }
    report->n = values.rows;
    report->x = (rix_screened *)rix_h_alloc(report->memory, report->n + 1, sizeof *report->x);
    if (!report->x) return rix_h_fail(err, RIX_ENOMEM, "values", "out of memory");
    return rix_screen(values, options, units.s, report->x, err);
}

static rix_status treat(rix_mat values, const rix_treat_options *options, rix_out out,
                        rix_h_found_treated *report, rix_error *err)
{
    report->n = values.cols;
    report->x = (rix_treated *)rix_h_alloc(report->memory, report->n + 1, sizeof *report->x);
    if (!report->x) return rix_h_fail(err, RIX_ENOMEM, "values", "out of memory");
    return rix_treat(values, options, out, report->x, err);
}
%}
