/* asia_pacific.c - from a table of indicators to scores and zones, and from a scenario to a trade-off
 * curve: what the demo in Python does, in C.
 *
 *     asia_pacific examples/data/asia_pacific.csv OUT    writes OUT/scores.csv and OUT/curve.csv
 *
 * Build: cc asia_pacific.c $(pkg-config --cflags --libs riskidx) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <riskidx.h>

/* --------------------------------------------------------------- a table of numbers from a CSV file -- */

enum { MAX_LINE = 4096, MAX_COLS = 64, MAX_ROWS = 512, LABEL_COLS = 2 };

typedef struct csv {
    char *text[MAX_ROWS]; /* a line a unit; labels point into it */
    const char *units[MAX_ROWS];
    char header[MAX_LINE];
    const char *codes[MAX_COLS];
    size_t rows, cols; /* of numbers: the first two columns are labels */
    double *values;
} csv;

/* Cuts the next comma-separated cell off *rest. The file has neither quotes nor commas in its cells. */
static char *next_cell(char **rest)
{
    char *cell = *rest;
    if (!cell) return NULL;
    char *end = strpbrk(cell, ",\r\n");
    *rest = end && *end == ',' ? end + 1 : NULL;
    if (end) *end = '\0';
    return cell;
}

static int read_csv(const char *path, csv *t)
{
    char line[MAX_LINE];
    FILE *file = fopen(path, "r");
    if (!file || !fgets(t->header, sizeof t->header, file)) return 0;
    char *rest = t->header;
    for (size_t k = 0; k < LABEL_COLS; k++) next_cell(&rest);
    for (char *cell; t->cols < MAX_COLS && (cell = next_cell(&rest));) t->codes[t->cols++] = cell;

    t->values = calloc(MAX_ROWS * t->cols + 1, sizeof *t->values);
    while (t->values && t->rows < MAX_ROWS && fgets(line, sizeof line, file)) {
        t->text[t->rows] = malloc(strlen(line) + 1);
        if (!t->text[t->rows]) break;
        rest = strcpy(t->text[t->rows], line);
        t->units[t->rows] = next_cell(&rest);
        next_cell(&rest); /* the economy's name */
        for (size_t j = 0; j < t->cols; j++) {
            const char *cell = next_cell(&rest);
            t->values[t->rows * t->cols + j] = cell && *cell ? strtod(cell, NULL) : RIX_NAN;
        }
        t->rows++;
    }
    fclose(file);
    return t->values != NULL && t->rows > 0;
}

static void free_csv(csv *t)
{
    for (size_t i = 0; i < t->rows; i++) free(t->text[i]);
    free(t->values);
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[MAX_LINE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "w");
}

/* A missing score is an empty cell. */
static void print_cell(FILE *file, double x)
{
    if (x == x)
        fprintf(file, ",%.17g", x); /* false for NaN only */
    else
        fputc(',', file);
}

/* ------------------------------------------------------------------------------- scores and zones -- */

static const double THRESHOLDS[] = { 3.5, 5.0 };
static const char *const ZONES[] = { "green", "orange", "red" };

static rix_status write_scores(FILE *file, const csv *t, const rix_framework *fw,
                               const rix_index *index, rix_error *err)
{
    const rix_mat scores = rix_index_scores(index);
    const size_t root = rix_framework_find(fw, NULL);
    const rix_vec composite = { scores.data + (ptrdiff_t)root * scores.col_step, scores.rows,
                                scores.row_step };
    int32_t zones[MAX_ROWS];
    rix_status st =
        rix_classify(composite, rix_vec_c(THRESHOLDS, 2), RIX_BOUNDARY_UPPER, zones, err);
    if (st != RIX_OK) return st;

    fputs("unit", file);
    for (size_t j = 0; j < scores.cols; j++) fprintf(file, ",%s", rix_framework_node(fw, j)->code);
    fputs(",zone\n", file);
    for (size_t i = 0; i < scores.rows; i++) {
        fputs(t->units[i], file);
        for (size_t j = 0; j < scores.cols; j++) {
            print_cell(
                file, scores.data[(ptrdiff_t)i * scores.row_step + (ptrdiff_t)j * scores.col_step]);
        }
        fprintf(file, ",%s\n", zones[i] == RIX_NO_ZONE ? "" : ZONES[zones[i]]);
    }
    return RIX_OK;
}

static rix_status score_units(const csv *t, const char *folder, rix_error *err)
{
    const rix_preset_framework *preset;
    const rix_table table = { .values = rix_mat_c(t->values, t->rows, t->cols),
                              .indicators = t->codes,
                              .units = t->units };
    rix_framework *fw = NULL;
    rix_index *index = NULL;
    FILE *file = open_in(folder, "scores.csv");

    rix_status st = file ? rix_preset_framework_find("covid_recovery", &preset, err) : RIX_EINVAL;
    if (st == RIX_OK) st = rix_framework_new(preset->nodes, preset->n_nodes, &fw, err);
    if (st == RIX_OK) st = rix_index_build(&table, fw, &preset->recipe, &index, err);
    if (st == RIX_OK) st = write_scores(file, t, fw, index, err);
    if (file) fclose(file);
    rix_index_free(index);
    rix_framework_free(fw);
    return st;
}

/* ------------------------------------------------------------------------------- trade-off curve -- */

/* Two families of exit plans, those of the Python demo: everyone alike, and older people more strictly. */
enum { N_LEVELS = 24, N_OLD = 10, N_STARTS = 23, N_RAMPS = 4, GROUPS = 3 };
static const size_t RAMPS[N_RAMPS] = { 0, 4, 8, 12 };

/* 0, 2 ... 38, then 40, 50, 60, 70 per cent. */
static double level(size_t i) { return (double)(i < 20 ? 2 * i : 10 * (i - 16)) / 100.0; }

/* Rows young, middle, old. Returns their number. */
static size_t fill_levels(double rows[][GROUPS], int older_too)
{
    size_t n = 0;
    for (size_t i = 0; i < N_LEVELS; i++, n++) rows[n][0] = rows[n][1] = rows[n][2] = level(i);
    for (size_t i = 0; older_too && i < N_LEVELS; i++) {
        for (size_t j = 1; j <= N_OLD; j++) {
            const double old = (double)j / 10.0;
            if (old <= level(i)) continue;
            rows[n][0] = rows[n][1] = level(i);
            rows[n++][2] = old;
        }
    }
    return n;
}

static void write_header(FILE *file, const rix_scenario *sc)
{
    fputs("family,plan", file);
    for (size_t j = 0; j < rix_scenario_control_count(sc); j++) {
        fprintf(file, ",level_%s", rix_scenario_control_name(sc, j));
    }
    fputs(",start,ramp", file);
    for (size_t j = 0; j < rix_scenario_outcome_count(sc); j++) {
        fprintf(file, ",%s", rix_scenario_outcome(sc, j)->name);
    }
    fputc('\n', file);
}

static rix_status write_points(FILE *file, const char *family, const rix_curve *curve,
                               rix_error *err)
{
    const rix_mat outcomes = rix_curve_outcomes(curve);
    for (size_t k = 0; k < rix_curve_size(curve); k++) {
        const size_t number = rix_curve_point(curve, k);
        const double *row = outcomes.data + (ptrdiff_t)number * outcomes.row_step;
        rix_exit_plan plan;
        const rix_status st = rix_curve_plan(curve, number, &plan, err);
        if (st != RIX_OK) return st;
        fprintf(file, "%s,%zu", family, number);
        for (size_t j = 0; j < plan.level.size; j++) {
            print_cell(file, plan.level.data[(ptrdiff_t)j * plan.level.step]);
        }
        fprintf(file, ",%zu,%zu", plan.start, plan.ramp);
        for (size_t j = 0; j < outcomes.cols; j++)
            print_cell(file, row[(ptrdiff_t)j * outcomes.col_step]);
        fputc('\n', file);
    }
    return RIX_OK;
}

static rix_status draw_curve(FILE *file, const rix_scenario *sc, const char *name, int older_too,
                             rix_error *err)
{
    double rows[N_LEVELS * (N_OLD + 1)][GROUPS];
    size_t starts[N_STARTS];
    for (size_t k = 0; k < N_STARTS; k++) starts[k] = 3 * k;
    const size_t n = fill_levels(rows, older_too);
    const rix_exit_family family = { rix_mat_c(rows[0], n, GROUPS), starts, N_STARTS, RAMPS,
                                     N_RAMPS };
    rix_curve *curve = NULL;
    rix_status st = rix_tradeoff_curve(sc, &family, NULL, &curve, err);
    if (st == RIX_OK) st = write_points(file, name, curve, err);
    rix_curve_free(curve);
    return st;
}

static rix_status draw_curves(const char *folder, rix_error *err)
{
    const rix_preset_planner *preset;
    rix_scenario *sc = NULL;
    FILE *file = open_in(folder, "curve.csv");
    rix_status st = file ? rix_preset_planner_find("mrsir_us", &preset, err) : RIX_EINVAL;
    if (st == RIX_OK) st = rix_planner_sir_new(&preset->params, &sc, err);
    if (st == RIX_OK) write_header(file, sc);
    if (st == RIX_OK) st = draw_curve(file, sc, "uniform", 0, err);
    if (st == RIX_OK) st = draw_curve(file, sc, "semi_targeted", 1, err);
    if (file) fclose(file);
    rix_scenario_free(sc);
    return st;
}

int main(int argc, char **argv)
{
    static csv table; /* large, and zeroed */
    rix_error err = RIX_ERROR_INIT;
    if (argc != 3) {
        fprintf(stderr, "usage: %s DATA.csv FOLDER\n", argv[0]);
        return 2;
    }
    if (!read_csv(argv[1], &table)) {
        fprintf(stderr, "%s: cannot be read\n", argv[1]);
        return 1;
    }
    rix_status st = score_units(&table, argv[2], &err);
    if (st == RIX_OK) st = draw_curves(argv[2], &err);
    free_csv(&table);
    if (st != RIX_OK) {
        fprintf(stderr, "%s: %s\n", argv[0], err.message[0] ? err.message : "cannot write");
        return 1;
    }
    printf("%zu units scored; see %s/scores.csv and %s/curve.csv\n", table.rows, argv[2], argv[2]);
    return 0;
}
