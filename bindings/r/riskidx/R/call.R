# Calls into the core. The entries R_swig_* come from SWIG; a failure comes back as a list of class
# rix_failure and is raised here, once nothing of C is left on the stack.

# The results of an entry. SWIG gives some entries one argument more (.copy), which nothing here uses.
core <- function(entry, ...) {
  res <- if (entry$numParameters > ...length()) .Call(entry, ..., FALSE) else .Call(entry, ...)
  if (inherits(res, "rix_failure")) stop(rix_condition(res, user_call()))
  res
}

# The one result of an entry that C writes through an argument: the last of what SWIG gives back.
core_result <- function(entry, ...) {
  res <- core(entry, ...)
  res[[length(res)]]
}

# The call of the first of our functions on the stack: what the user typed.
user_call <- function() {
  home <- topenv()
  for (i in seq_len(sys.nframe())) {
    if (identical(environment(sys.function(i)), home)) return(sys.call(i))
  }
  NULL
}

rix_condition <- function(failure, call) {
  structure(
    class = c(paste0("rix_", failure$name), "rix_error", "error", "condition"),
    list(message = failure$message, call = call, arg = failure$arg, row = failure$row,
         col = failure$col, node = failure$node)
  )
}

# An error of the R layer, of the classes that the core's have.
rix_stop <- function(name, ..., arg = NA_character_, row = NA_real_, col = NA_real_, node = NA_real_) {
  failure <- list(name = name, message = paste0(...), arg = arg, row = row, col = col, node = node)
  stop(rix_condition(failure, user_call()))
}

rix_warn <- function(message, ...) {
  warning(structure(class = c("rix_warning", "warning", "condition"),
                    list(message = message, call = user_call(), ...)))
}

# The core takes a list of named fields, and leaves it to us to refuse fields that it does not know.
check_fields <- function(x, known, what) {
  unknown <- setdiff(names(x), known)
  if (!is.list(x) || length(x) > 0L && is.null(names(x)) || length(unknown) > 0L) {
    rix_stop("einval", what, ": ",
             if (length(unknown)) paste0("no field '", unknown[1L], "'") else "named fields expected",
             " (there are ", paste0("'", known, "'", collapse = ", "), ")", arg = what)
  }
  x
}

check_choice <- function(x, choices, arg) {
  if (!is.character(x) || length(x) != 1L || is.na(x)) {
    rix_stop("einval", arg, ": one name expected", arg = arg)
  }
  if (!x %in% choices) {
    rix_stop("enotfound", arg, ": no '", x, "' (there are ", paste0("'", choices, "'", collapse = ", "),
             ")", arg = arg)
  }
  x
}

check_class <- function(x, class, arg, make) {
  if (!inherits(x, class)) {
    rix_stop("einval", arg, ": an object of class ", class, " expected, such as ", make, " makes",
             arg = arg)
  }
  x
}

vocabulary <- function(what) setdiff(core(R_swig_vocabulary)[[what]], "inherit")

# A long call, with what it calls back. Whatever the callback raises is kept and raised again when
# the core has returned; a stop without an error was an interrupt.
with_progress <- function(progress, run) {
  if (!is.null(progress) && !is.function(progress)) {
    rix_stop("einval", "progress: a function of the share done, or NULL, expected", arg = "progress")
  }
  raised <- NULL
  report <- NULL
  if (!is.null(progress)) {
    report <- function(done) {
      raised <<- tryCatch({
        progress(done)
        NULL
      }, error = identity, interrupt = identity)
      !is.null(raised)
    }
  }
  tryCatch(run(report), rix_ecancelled = function(e) {
    if (inherits(raised, "error")) stop(raised) else signal_interrupt()
  })
}

# As if Ctrl-C had struck R code: tryCatch(interrupt = ) sees it, and otherwise all ends.
signal_interrupt <- function() {
  signalCondition(structure(class = c("interrupt", "condition"),
                            list(message = "interrupted", call = NULL)))
  invokeRestart("abort")
}

riskidx_version <- function() core(R_swig_rix_version)

risk_statuses <- function() {
  number <- 0L
  repeat {
    if (core(R_swig_rix_status_name, number) == "unknown") break
    number <- number + 1L
  }
  numbers <- seq_len(number) - 1L
  data.frame(
    number = numbers,
    class = paste0("rix_", vapply(numbers, function(i) core(R_swig_rix_status_name, i), "")),
    text = vapply(numbers, function(i) core(R_swig_rix_status_string, i), "")
  )
}
