/* weights.i - weights made from data or judgement; included by riskidx.i, whose typemaps it uses. */
%ignore rix_consistency;
%ignore rix_bod_options;
%ignore rix_optimise_options;
%ignore rix_optimised;

%{
static rix_h_obj rix_h_consistency(const rix_consistency *c)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "eigenvalue", rix_h_number(c->eigenvalue));
    rix_h_record_set(r, 1, "index", rix_h_number(c->index));
    rix_h_record_set(r, 2, "ratio", rix_h_number(c->ratio));
    return rix_h_record_done(r);
}

/** { worst, multiplicative, share_low, share_high }. */
static rix_status rix_h_read_bod(rix_h_obj x, rix_h_scope *scope, rix_bod_options *o, rix_error *err)
{
    const rix_bod_options defaults = RIX_BOD_INIT;
    *o = defaults;
    const rix_h_spec fields[] = {
        { "worst", RIX_H_BOOL, &o->worst, NULL },
        { "multiplicative", RIX_H_BOOL, &o->multiplicative, NULL },
        { "share_low", RIX_H_VEC, &o->share_low, NULL },
        { "share_high", RIX_H_VEC, &o->share_high, NULL },
    };
    return rix_h_read_fields(x, scope, fields, RIX_H_COUNT(fields), err);
}

/** { nonnegative, starts }. */
static rix_status rix_h_read_optimise(rix_h_obj x, rix_h_scope *scope, rix_optimise_options *o,
                                      rix_error *err)
{
    const rix_optimise_options defaults = RIX_OPTIMISE_INIT;
    *o = defaults;
    const rix_h_spec fields[] = {
        { "nonnegative", RIX_H_BOOL, &o->nonnegative, NULL },
        { "starts", RIX_H_WHOLE, &o->starts, NULL },
    };
    return rix_h_read_fields(x, scope, fields, RIX_H_COUNT(fields), err);
}

static rix_h_obj rix_h_optimised(const rix_optimised *fit)
{
    rix_h_obj r = rix_h_record_new(2);
    rix_h_record_set(r, 0, "objective", rix_h_number(fit->objective));
    rix_h_record_set(r, 1, "largest", rix_h_number(fit->largest));
    return rix_h_record_done(r);
}
%}

RIX_RECORD_IN(rix_bod_options, rix_h_read_bod)
RIX_RECORD_IN(rix_optimise_options, rix_h_read_optimise)

%typemap(in, numinputs=0) rix_optimised *fit (rix_optimised value) { $1 = &value; }
%typemap(argout) rix_optimised *fit { RIX_H_APPEND(rix_h_optimised($1)); }

%typemap(in, numinputs=0) rix_consistency *consistency (rix_consistency value) { $1 = &value; }
%typemap(argout) rix_consistency *consistency { RIX_H_APPEND(rix_h_consistency($1)); }

%include "riskidx/weights.h"
